"""The one style sheet, made from tokens: only for parts that Qt itself draws.

It names no length of text: a new sheet makes Qt measure and dress every widget anew, some 70 ms
with all pages open, and the size of text is changed by keys, in steps. What grows with the
text follows its font (``em``).
"""

from PySide6.QtGui import QColor

from workstation.ui.kit.theme.colours import Colours
from workstation.ui.kit.theme.tokens import Radius, Space

SHEET = """
QToolTip {{ background: {snack_bg}; color: {snack_text}; border: 0; border-radius: {xs}px;
  padding: 0 {x1}px; }}
QAbstractScrollArea {{ background: transparent; border: 0; }}
QLineEdit, QPlainTextEdit, QTextEdit {{ background: transparent; border: 0; padding: 0;
  color: {text_primary}; placeholder-text-color: {text_tertiary};
  selection-background-color: {accent_fill}; selection-color: {accent_on}; }}
QLineEdit {{ lineedit-password-character: 8226; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {{ color: {text_disabled}; }}
QMenu {{ background: {bg_raised}; color: {text_primary}; border: 1px solid {border_subtle};
  padding: {x1}px; }}
QMenu::item {{ height: {control_em}em; padding: 0 {x4}px; border-radius: {xs}px; }}
QMenu::item:selected {{ background: {accent_fill}; color: {accent_on}; }}
QMenu::item:disabled {{ color: {text_disabled}; }}
QMenu::separator {{ height: 1px; margin: {x1}px 0; background: {border_subtle}; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: {x3}px; }}
QScrollBar:horizontal {{ height: {x3}px; }}
QScrollBar::handle {{ background: {border_default}; border-radius: {x1}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {control_em}em; }}
QScrollBar::handle:horizontal {{ min-width: {control_em}em; }}
QScrollBar::handle:hover {{ background: {border_input}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""

DIALOGS = """
QDialog QTreeView, QDialog QListView {{ background: {bg_panel}; border: 1px solid {border_subtle};
  border-radius: {sm}px; }}
QDialog QHeaderView {{ background: {bg_panel}; border: 0; }}
QDialog QHeaderView::section {{ background: {bg_panel}; color: {text_secondary}; border: 0;
  border-bottom: 1px solid {border_subtle}; padding: {x1}px {x2}px; }}
QDialog QLineEdit {{ background: {bg_panel}; border: 1px solid {border_input};
  border-radius: {sm}px; padding: {x1}px {x2}px; }}
QDialog QLineEdit:focus {{ border-color: {focus}; }}
QDialog QPushButton {{ background: {bg_panel}; color: {text_primary};
  border: 1px solid {border_default}; border-radius: {sm}px; padding: {x1}px {x3}px;
  min-width: {control_em}em; font-weight: 600; }}
QDialog QPushButton:hover {{ background: {bg_hovered_panel}; }}
QDialog QPushButton:focus {{ border-color: {focus}; }}
QDialog QPushButton:default {{ background: {accent_fill}; color: {accent_on};
  border-color: {accent_fill}; }}
QDialog QPushButton:disabled {{ color: {text_disabled}; background: {bg_sunken};
  border-color: {border_subtle}; }}
"""
"""The dialogs that Qt draws itself; those of the program are no ``QDialog``."""


def css(colour: QColor) -> str:
    """A colour as style sheets write it."""
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


def style_sheet(colours: Colours, space: Space, radius: Radius, control_em: float) -> str:
    """The application's style sheet in one theme's colours; a control is so many ``em`` high."""
    named = {name: css(getattr(colours, name)) for name in Colours.__annotations__}
    named["bg_hovered_panel"] = css(colours.hovered(colours.bg_panel))
    return (SHEET + DIALOGS).format(
        **named,
        x1=space.x1,
        x2=space.x2,
        x3=space.x3,
        x4=space.x4,
        xs=radius.xs,
        sm=radius.sm,
        control_em=f"{control_em:.3f}",
    )
