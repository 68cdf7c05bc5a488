"""What would be lost, in sentences: at signing out, and at leaving what only memory holds."""

from workstation.domain.unsaved import Unsaved
from workstation.ui.kit.strings import tr

MAX_NAMES = 5


def unsaved_lines(unsaved: Unsaved) -> list[str]:
    """How much was not sent, and with whom; of messages also that there are none."""
    lines = []
    if unsaved.unsent or unsaved.drafts or not unsaved:
        lines.append(tr("keeping.leave.counts", unsent=unsaved.unsent, drafts=unsaved.drafts))
    if unsaved.notes:
        lines.append(tr("keeping.leave.notes", count=unsaved.notes))
    if unsaved.openings:
        lines.append(tr("keeping.leave.opening"))
    if unsaved.patients:
        lines.append(tr("keeping.leave.names", names=_names(unsaved.patients)))
    return lines


def _names(patients: tuple[str, ...]) -> str:
    """Some of them by name, the rest counted."""
    listed = tr("keeping.leave.between").join(patients[:MAX_NAMES])
    more = len(patients) - MAX_NAMES
    return tr("keeping.leave.more", names=listed, count=more) if more > 0 else listed
