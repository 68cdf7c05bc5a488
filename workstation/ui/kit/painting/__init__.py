"""Things drawn the same way by widgets and by list delegates; nothing here is a widget."""

from workstation.ui.kit.painting.block import Block, lay_out
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.painting.ink import Ink
from workstation.ui.kit.painting.marks import (
    Tone,
    badge_width,
    chip_width,
    draw_avatar,
    draw_badge,
    draw_checkbox,
    draw_chip,
    draw_dot,
    draw_key_cap,
    draw_portrait,
    draw_track,
    hairline,
    key_cap_width,
)
from workstation.ui.kit.painting.shadow import draw_raised, draw_shadow
from workstation.ui.kit.painting.shapes import (
    bubble_path,
    draw_box,
    draw_focus_ring,
    draw_inner_ring,
    fill_round,
    painting,
)
from workstation.ui.kit.painting.text import (
    BIDI_CONTROLS,
    CENTRE,
    LEFT,
    RIGHT,
    draw_line,
    elide,
    line_width,
    one_line,
)

__all__ = [
    "BIDI_CONTROLS",
    "CENTRE",
    "LEFT",
    "RIGHT",
    "Block",
    "Ink",
    "Tone",
    "badge_width",
    "bubble_path",
    "chip_width",
    "draw_avatar",
    "draw_badge",
    "draw_box",
    "draw_checkbox",
    "draw_chip",
    "draw_dot",
    "draw_focus_ring",
    "draw_inner_ring",
    "draw_key_cap",
    "draw_line",
    "draw_portrait",
    "draw_raised",
    "draw_shadow",
    "draw_track",
    "elide",
    "fill_round",
    "hairline",
    "initials",
    "key_cap_width",
    "lay_out",
    "line_width",
    "one_line",
    "painting",
]
