"""Qt's own palette in the design's colours, for everything that is not painted by us."""

from PySide6.QtGui import QPalette

from workstation.ui.kit.theme.colours import Colours


def qt_palette(colours: Colours) -> QPalette:
    """A palette of one theme."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, value in (
        (role.Window, colours.bg_canvas),
        (role.WindowText, colours.text_primary),
        (role.Base, colours.bg_field),
        (role.AlternateBase, colours.bg_sunken),
        (role.Text, colours.text_primary),
        (role.PlaceholderText, colours.text_tertiary),
        (role.Button, colours.bg_raised),
        (role.ButtonText, colours.text_primary),
        (role.BrightText, colours.danger_text),
        (role.ToolTipBase, colours.snack_bg),
        (role.ToolTipText, colours.snack_text),
        (role.Highlight, colours.accent_fill),
        (role.HighlightedText, colours.accent_on),
        (role.Accent, colours.accent_fill),
        (role.Link, colours.accent_text),
        (role.LinkVisited, colours.accent_text),
    ):
        palette.setColor(role(name), value)
    disabled = QPalette.ColorGroup.Disabled
    for faded in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, faded, colours.text_disabled)
    return palette
