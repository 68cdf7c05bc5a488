"""Notes and labels from the queue: of the row that has the keyboard, else of what is open."""

from collections.abc import Callable

from workstation.domain.ids import ConsultationId
from workstation.ui.conversation.details.note_actions import NoteActions
from workstation.ui.conversation.details.wiring import DetailsWiring
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.queue.marks import QueueMarks
from workstation.ui.queue.page import ActivePage
from workstation.ui.queue.row_delegate import consultation_of_key


def connect_notes(
    page: ActivePage,
    details: DetailsWiring,
    marks: QueueMarks,
    open_row: Callable[[ConsultationId], object],
    notify: Notify,
) -> None:
    """Bind the keys on the page of the queue, and let the rows' menu offer labels."""

    def open_looked_at() -> None:
        if (consultation_id := consultation_of_key(page.queue.looked_at())) is not None:
            open_row(consultation_id)

    marks.labelling = details.note.labelling
    NoteActions(
        page,
        page,
        details,
        notify,
        open_row=open_looked_at,
        label_row=lambda: marks.label(page.queue.looked_at()),
    )
