"""What dialogs need beyond the application's sheet: lists, scroll bars, long texts.

The controls of ``controls.py`` paint themselves; here they are only kept from being painted over.
"""

from desktop_app.ui.theme.tokens import Tokens


def dialog_sheet(tokens: Tokens) -> str:
    """Return the sheet of one scheme; set again at every switch."""
    t = tokens
    edge, field = t.line.name(), t.field.name()
    around = edge if t.contrast else field
    return f"""
QDialog {{ background:{t.window.name()}; }}
QLabel {{ background:transparent; }}
QLabel#muted {{ color:{t.muted.name()}; }}
QLabel#key {{ color:{t.text.name()}; background:{field}; border:1px solid {edge};
    border-radius:5px; padding:1px 6px; }}
QLineEdit {{ background:{field}; color:{t.text.name()}; border:1px solid {around};
    border-radius:8px; padding:0 10px; min-height:30px; max-height:30px;
    selection-background-color:{t.highlight.name()}; selection-color:{t.text.name()};
    placeholder-text-color:{t.muted.name()}; }}
QLineEdit:focus {{ border:1px solid {t.accent.name()}; }}
QLineEdit:disabled {{ color:{t.muted.name()}; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ background:transparent; border:0; padding:0; }}
SearchField {{ background:transparent; border:0; padding:0; min-height:32px; max-height:32px; }}
QComboBox, QSpinBox, QDoubleSpinBox {{ background:transparent; border:0; padding:0 12px;
    min-height:32px; max-height:32px; combobox-popup:0; }}
QComboBox::down-arrow {{ image:none; }}
QComboBox QAbstractItemView {{ background:{t.raised.name()}; border:1px solid {edge};
    border-radius:0; padding:4px; outline:0; }}
QTabWidget::pane {{ border:0; border-top:1px solid {edge}; }}
QTabBar {{ qproperty-drawBase:0; }}
QListWidget {{ background:{t.window.name()}; border:1px solid {edge}; border-radius:8px;
    padding:4px; outline:0; }}
QListWidget#bare {{ background:transparent; border:0; border-radius:0; padding:0; }}
QPlainTextEdit {{ background:{field}; color:{t.text.name()}; border:1px solid {around};
    border-radius:8px; padding:8px; }}
QScrollArea, QScrollArea > QWidget > QWidget#page {{ background:{t.window.name()}; border:0; }}
QScrollBar:vertical {{ background:transparent; width:10px; margin:2px; border:0; }}
QScrollBar::handle:vertical {{ background:{t.muted.name()}; border-radius:3px; min-height:32px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background:transparent; border:0; height:0; width:0; }}
QProgressBar {{ background:{field}; border:0; border-radius:2px; }}
QProgressBar::chunk {{ background:{t.accent.name()}; border-radius:2px; }}
"""
