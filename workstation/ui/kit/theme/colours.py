"""The colours of the light and the dark theme, and the neutral greys of the image viewer."""

from collections.abc import Mapping

from PySide6.QtGui import QColor

from workstation.ui.kit.theme.tokens import AvatarColours, TokenGroup, colour, read

UNDER_WATERMARK = {"text-tertiary": "text-secondary"}
HIGH_CONTRAST = {
    "text-secondary": "text-primary",
    "text-tertiary": "text-primary",
    "text-disabled": "text-secondary",
    "border-subtle": "border-input",
    "border-default": "text-secondary",
    "border-input": "text-primary",
}
"""Which ink stands in for a fainter one; both are names of the design's colours."""


class Colours(TokenGroup):
    """One theme's colours; ``bg_hover`` shades whatever it is painted over."""

    bg_rail: QColor
    bg_panel: QColor
    bg_canvas: QColor
    bg_raised: QColor
    bg_field: QColor
    bg_sunken: QColor
    bg_hover: QColor
    bg_pressed: QColor
    bg_selected: QColor
    bg_rail_selected: QColor
    border_subtle: QColor
    border_default: QColor
    border_input: QColor
    text_primary: QColor
    text_secondary: QColor
    text_tertiary: QColor
    text_disabled: QColor
    accent_fill: QColor
    accent_hover: QColor
    accent_pressed: QColor
    accent_on: QColor
    accent_text: QColor
    accent_tint: QColor
    focus: QColor
    bubble_patient: QColor
    bubble_me: QColor
    bubble_colleague: QColor
    play_fill: QColor
    play_on: QColor
    wave_rest: QColor
    colleague_text: QColor
    warning_text: QColor
    warning_tint: QColor
    warning_mark: QColor
    danger_text: QColor
    danger_tint: QColor
    danger_fill: QColor
    danger_on: QColor
    success_text: QColor
    success_tint: QColor
    success_mark: QColor
    match_bg: QColor
    match_text: QColor
    overlay: QColor
    snack_bg: QColor
    snack_text: QColor
    snack_action: QColor

    def hovered(self, surface: QColor) -> QColor:
        """A surface that the pointer is on."""
        return laid_over(self.bg_hover, surface)


class ViewerColours(TokenGroup):
    """Neutral in both themes, so that skin looks the same."""

    bg: QColor
    bar: QColor
    raised: QColor
    border: QColor
    text: QColor
    text_secondary: QColor
    accent: QColor
    accent_fill: QColor
    on: QColor
    track: QColor


def laid_over(shade: QColor, ground: QColor) -> QColor:
    """The opaque colour that a shade gives on an opaque ground."""
    share = shade.alphaF()
    over = shade.red(), shade.green(), shade.blue()
    under = ground.red(), ground.green(), ground.blue()
    mixed = [round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True)]
    return QColor(*mixed)


def read_colours(values: Mapping[str, str]) -> tuple[Colours, tuple[AvatarColours, ...]]:
    """One theme's colours and its avatar pairs."""
    plain = {name: text for name, text in values.items() if not name.startswith("avatar-")}
    pairs = (len(values) - len(plain)) // 2
    avatars = tuple(
        AvatarColours(colour(values[f"avatar-{n}-bg"]), colour(values[f"avatar-{n}-fg"]))
        for n in range(pairs)
    )
    return read(Colours, plain, colour), avatars
