"""What changed in size between two photos, in words."""

from collections.abc import Sequence

from workstation.domain.alignment import SizeChange
from workstation.domain.measurement import round_size
from workstation.ui.kit.strings import tr


def change_texts(changes: Sequence[SizeChange]) -> list[str]:
    """The changes of size, a line each, as approximate; none where too little was measured."""
    return [
        tr(
            f"align.change.{one.kind.value}" + ("" if one.upright else "_tilted"),
            before=round_size(one.before),
            after=round_size(one.after),
            percent=f"{one.percent:+.0f}",
        )
        for one in changes
    ]
