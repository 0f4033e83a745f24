"""The one style sheet: menus, tooltips and dialogs. Panes paint themselves."""

from desktop_app.system import resources
from desktop_app.ui.theme.tokens import Tokens


def sheet(tokens: Tokens) -> str:
    """Return the sheet for one scheme; it is set again at every switch, colours freeze in it."""
    t = tokens
    caret, check = _picture("caret", t), _picture("check", t)
    left, right = _picture("caret-left", t), _picture("caret-right", t)
    return f"""
QToolTip {{ background:{t.raised.name()}; color:{t.text.name()}; border:1px solid {t.line.name()};
    padding:5px 7px; }}
QMenu {{ background:{t.raised.name()}; color:{t.text.name()}; border:1px solid {t.line.name()};
    padding:5px; }}
QMenu::item {{ padding:7px 30px 7px 12px; border-radius:6px; }}
QMenu::icon {{ padding-left:10px; }}
QMenu::indicator {{ width:14px; height:14px; margin:0 3px; }}
QMenu::indicator:checked {{ image:url("{check}"); }}
QMenu::left-arrow {{ image:url("{left}"); width:12px; height:12px; margin:0 8px; }}
QMenu::right-arrow {{ image:url("{right}"); width:12px; height:12px; margin:0 8px; }}
QMenu::item:selected {{ background:{t.hover.name()}; }}
QMenu::item:disabled {{ color:{t.muted.name()}; }}
QMenu::separator {{ height:1px; background:{t.line.name()}; margin:5px 4px; }}
QDialog QPushButton {{ background:{t.field.name()}; color:{t.text.name()}; border-radius:8px;
    border:1px solid {t.line.name() if t.contrast else t.field.name()}; padding:6px 13px;
    min-height:18px; }}
QDialog QPushButton:hover {{ background:{t.hover.name()}; border-color:{t.line.name()}; }}
QDialog QPushButton:focus {{ border:1px solid {t.accent.name()}; }}
QDialog QPushButton:default {{ background:{t.accent.name()}; color:{t.onaccent.name()};
    border-color:{t.accent.name()}; font-weight:600; }}
QDialog QPushButton:default:focus {{ border:1px solid {t.text.name()}; }}
QDialog QPushButton:disabled {{ background:{t.field.name()}; color:{t.muted.name()};
    border-color:{t.field.name()}; }}
QDialog QLineEdit, QDialog QComboBox, QDialog QSpinBox, QDialog QDoubleSpinBox,
QDialog QKeySequenceEdit {{ background:{t.field.name()}; color:{t.text.name()}; border-radius:8px;
    border:1px solid {t.line.name() if t.contrast else t.field.name()}; padding:6px 9px;
    min-height:18px; placeholder-text-color:{t.muted.name()}; }}
QDialog QLineEdit:focus, QDialog QComboBox:focus, QDialog QSpinBox:focus,
QDialog QDoubleSpinBox:focus {{ border:1px solid {t.accent.name()}; }}
QDialog QComboBox::drop-down {{ border:0; width:26px; }}
QDialog QComboBox::down-arrow {{ image:url("{caret}"); width:12px; height:12px; }}
QDialog QSpinBox::up-button, QDialog QSpinBox::down-button, QDialog QDoubleSpinBox::up-button,
QDialog QDoubleSpinBox::down-button {{ width:0; border:0; }}
QDialog QComboBox QAbstractItemView {{ background:{t.raised.name()}; color:{t.text.name()};
    border:1px solid {t.line.name()}; selection-background-color:{t.hover.name()};
    selection-color:{t.text.name()}; outline:0; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons:0; }}
"""


def _picture(name: str, tokens: Tokens) -> str:
    """Return where an icon lies in the muted colour of a scheme: a sheet cannot recolour one."""
    return resources.path(f"themes/{name}-{tokens.name}.svg").as_posix()
