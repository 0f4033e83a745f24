"""The tokens as a QPalette: every role, or the system's scheme would show through."""

from PySide6.QtGui import QColor, QPalette

from desktop_app.ui.theme.tokens import Tokens

Role = QPalette.ColorRole


def palette(tokens: Tokens) -> QPalette:
    """Return the application's palette for one scheme."""
    roles = {
        Role.Window: tokens.window,
        Role.WindowText: tokens.text,
        Role.Base: tokens.list,
        Role.AlternateBase: tokens.field,
        Role.Text: tokens.text,
        Role.Button: tokens.field,
        Role.ButtonText: tokens.text,
        Role.BrightText: tokens.err,
        Role.Highlight: tokens.highlight,
        Role.HighlightedText: tokens.text,
        Role.Link: tokens.accent,
        Role.LinkVisited: tokens.accent,
        Role.ToolTipBase: tokens.raised,
        Role.ToolTipText: tokens.text,
        Role.PlaceholderText: tokens.muted,
        Role.Accent: tokens.accent,
        Role.Light: tokens.raised,
        Role.Midlight: tokens.hover,
        Role.Mid: tokens.line,
        Role.Dark: tokens.muted,
        Role.Shadow: QColor(0, 0, 0, 120),
    }
    made = QPalette()
    for role, color in roles.items():
        made.setColor(QPalette.ColorGroup.All, role, color)
    faded = QColor(tokens.muted)
    faded.setAlphaF(0.7)
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made
