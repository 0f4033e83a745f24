"""What dialogs need beyond the application's sheet: tabs, lists, check boxes, scroll bars."""

from desktop_app.system import resources
from desktop_app.ui.theme.tokens import Tokens


def dialog_sheet(tokens: Tokens) -> str:
    """Return the sheet of one scheme; set again at every switch."""
    t = tokens
    check = resources.path(f"themes/check-{t.name}.svg").as_posix()
    edge = t.line.name()
    return f"""
QDialog {{ background:{t.window.name()}; }}
QLabel#muted {{ color:{t.muted.name()}; }}
QLabel#key {{ color:{t.muted.name()}; background:{t.field.name()}; border-radius:5px;
    padding:2px 7px; }}
QTabWidget::pane {{ border:0; border-top:1px solid {edge}; }}
QTabBar {{ qproperty-drawBase:0; }}
QTabBar::tab {{ background:transparent; color:{t.muted.name()}; padding:8px 2px 9px 2px;
    margin-right:20px; border-bottom:2px solid transparent; }}
QTabBar::tab:selected {{ color:{t.text.name()}; font-weight:600;
    border-bottom:2px solid {t.accent.name()}; }}
QTabBar::tab:hover, QTabBar::tab:focus {{ color:{t.text.name()}; }}
QListWidget, QTableWidget {{ background:{t.window.name()}; border:1px solid {edge};
    border-radius:8px; padding:4px; outline:0; }}
QListWidget::item {{ padding:7px 8px; border-radius:6px; }}
QTableWidget::item {{ padding:4px 8px; }}
QListWidget::item:hover {{ background:{t.hover.name()}; }}
QListWidget::item:selected, QTableWidget::item:selected {{ background:{t.selected.name()};
    color:{t.text.name()}; }}
QHeaderView {{ background:{t.window.name()}; }}
QHeaderView::section {{ background:{t.window.name()}; color:{t.muted.name()}; border:0;
    border-bottom:1px solid {edge}; padding:4px 8px 6px 8px; text-align:left; font-weight:600; }}
QCheckBox {{ spacing:9px; }}
QCheckBox::indicator, QListWidget::indicator {{ width:16px; height:16px; border-radius:5px;
    border:1px solid {t.muted.name()}; background:{t.window.name()}; }}
QCheckBox::indicator:focus {{ border:1px solid {t.accent.name()}; }}
QCheckBox::indicator:checked, QListWidget::indicator:checked {{ background:{t.accent.name()};
    border-color:{t.accent.name()}; image:url("{check}"); }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background:{t.window.name()}; }}
QScrollBar:vertical {{ background:transparent; width:10px; margin:2px; border:0; }}
QScrollBar::handle:vertical {{ background:{t.muted.name()}; border-radius:3px; min-height:32px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background:transparent; border:0; height:0; width:0; }}
QProgressBar {{ background:{t.field.name()}; border:0; border-radius:3px; }}
QProgressBar::chunk {{ background:{t.accent.name()}; border-radius:3px; }}
"""
