"""What would be lost, in sentences: at signing out, and at leaving what only memory holds."""

from workstation.domain.unsaved import Unsaved
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts

MAX_NAMES = 5


def unsaved_lines(unsaved: Unsaved) -> list[str]:
    """How much was not sent, and with whom, a line each; nothing of what there is none of."""
    lines = []
    if unsaved.unsent or unsaved.drafts:
        counts = unsent_and_drafts(unsaved.unsent, unsaved.drafts)
        lines.append(tr("keeping.leave.counts", counts=counts))
    if unsaved.notes:
        lines.append(tr("keeping.leave.notes", count=unsaved.notes))
    if unsaved.openings:
        lines.append(tr("keeping.leave.opening"))
    if unsaved.patients:
        key = "names" if len(unsaved.patients) > 1 else "name"
        lines.append(tr(f"keeping.leave.{key}", names=_names(unsaved.patients)))
    return lines


def _names(patients: tuple[str, ...]) -> str:
    """The names of some of them, the rest counted."""
    listed = tr("keeping.leave.between").join(patients[:MAX_NAMES])
    more = len(patients) - MAX_NAMES
    return tr("keeping.leave.more", names=listed, count=more) if more > 0 else listed
