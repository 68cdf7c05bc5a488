"""The design's tokens as typed values; lengths are device-independent pixels, times milliseconds.

A token file that lacks a field, or has one that no field names, is refused when the program
starts, so a missing token never surfaces while a doctor works.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtGui import QColor

from workstation.base.paths import resource
from workstation.domain.errors import ConfigurationError
from workstation.domain.value import Value

Group = TypeVar("Group", bound="TokenGroup")


class TokenGroup:
    """Values named by their annotations, set once; a plain class starts faster than a dataclass."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is a token and stays as it is")


class Space(TokenGroup):
    """Distances, named by how many steps of 4 px they hold."""

    x1: int
    x2: int
    x3: int
    x4: int
    x5: int
    x6: int
    x8: int
    x12: int
    x24: int


class Radius(TokenGroup):
    """Radii of corners, in logical pixels."""

    xs: int
    sm: int
    md: int
    lg: int
    xl: int
    full: int


class Size(TokenGroup):
    """Sizes of parts, in logical pixels; what holds text grows with the text size from there."""

    hairline: int
    icon_stroke: float
    focus_ring: int
    marker: int
    dot: int
    presence: int
    icon: int
    icon_sm: int
    icon_lg: int
    control_sm: int
    control: int
    control_lg: int
    badge: int
    chip: int
    slider_track: int
    slider_knob: int
    checkbox: int
    avatar_sm: int
    avatar_md: int
    avatar_lg: int
    avatar_xl: int
    rail: int
    rail_compact: int
    rail_item: int
    rail_item_compact: int
    list: int
    list_compact: int
    list_history: int
    details: int
    header: int
    row_section: int
    row_consult: int
    row_history: int
    row_result: int
    row_honour: int
    row_setting: int
    bar: int
    bar_sm: int
    conversation_min: int
    stream_max: int
    bubble_max: int
    composer_min: int
    composer_input: int
    thumb: int
    thumb_grid: int
    message_image_w: int
    message_image_h: int
    wave_w: int
    wave_h: int
    wave_bar: int
    dialog: int
    palette: int
    palette_top: int
    quick_replies: int
    form_label: int
    form_field: int
    preview: int
    preview_card: int
    field_label: int
    textarea: int
    viewer_strip: int
    viewer_thumb: int
    viewer_slider: int
    viewer_image_w: int
    viewer_image_h: int
    empty_art: int
    logo: int
    menu: int
    switch_w: int
    switch_h: int
    settings_nav: int
    settings_max: int
    select: int


class Breakpoint(TokenGroup):
    """Widths of the window, in logical pixels, at which its columns change."""

    details_docked: int
    rail_labels: int
    single_pane: int


class Motion(TokenGroup):
    """Durations in milliseconds."""

    undo_bar: int


class TextStyle(Value):
    """Font pixel size, and the height of the line box it sits in."""

    size: int
    line: int


class Shadow(Value):
    """One shadow: offset downwards, blur radius and colour."""

    offset: int
    blur: int
    colour: QColor


class AvatarColours(Value):
    """A person's, picked by the account, so that it is the same on every computer."""

    background: QColor
    foreground: QColor


def colour(text: str) -> QColor:
    """Read ``#RRGGBB`` or ``#RRGGBBAA``; Qt itself would expect the alpha first.

    Raises ``ConfigurationError`` for another number of digits, ``ValueError`` for what are none.
    """
    digits = text.removeprefix("#")
    if len(digits) not in {6, 8}:
        raise ConfigurationError(f"colour {text!r}")
    red, green, blue, *alpha = bytes.fromhex(digits)
    return QColor(red, green, blue, *alpha)


def read(
    group: type[Group], values: Mapping[str, Any], convert: Callable[[Any], Any] | None = None
) -> Group:
    """Fill ``group`` from a group of the file; names must agree exactly.

    Raises ``ConfigurationError`` with those that do not.
    """
    tokens = {name: name.replace("_", "-") for name in group.__annotations__}
    odd = sorted(set(tokens.values()) ^ set(values))
    if odd:
        raise ConfigurationError(f"tokens of {group.__name__} disagree on {', '.join(odd)}")
    return group(
        {
            name: convert(values[token]) if convert else values[token]
            for name, token in tokens.items()
        }
    )


def shadow(text: str) -> Shadow | None:
    """Read ``"0 4 16 #14202824"``, or ``"none"``."""
    if text == "none":
        return None
    _, offset, blur, tint = text.split()
    return Shadow(int(offset), int(blur), colour(tint))


def token_file() -> dict[str, Any]:
    """The token file as parsed JSON."""
    parsed: dict[str, Any] = json.loads(resource("themes/tokens.json").read_bytes())
    return parsed
