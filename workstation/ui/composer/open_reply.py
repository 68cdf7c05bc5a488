"""The reply on the screen: for whom it is, and what went wrong with it or with another's.

A reply is checked and put on the disk while the doctor goes on, perhaps to another consultation.
What is wrong with it stands below its text while that is on the screen; after that it is said over
the window, with the patient's name. Said below another text it would be about the wrong reply, and
not said at all the doctor would think that it was sent.
"""

from PySide6.QtCore import QObject, Signal

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.ui.composer.composer import Composer
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn


class OpenReply(QObject):
    """The reply that is on the screen.

    ``consultation`` is whom one writes to now; ``elsewhere`` tells of another's reply.
    """

    elsewhere = Signal(str)

    def __init__(self, signed_in: SignedIn, composer: Composer) -> None:
        super().__init__(composer)
        self._signed_in, self._composer = signed_in, composer
        self.consultation: Consultation | None = None

    @property
    def consultation_id(self) -> ConsultationId | None:
        """The id of the consultation on the screen."""
        return None if self.consultation is None else self.consultation.consultation_id

    def is_open(self, consultation_id: ConsultationId) -> bool:
        """Whether the doctor looks at this consultation."""
        return consultation_id == self.consultation_id

    def show_error(self, consultation_id: ConsultationId, sentence: str) -> None:
        """Show what is wrong with the reply in this consultation."""
        if self.is_open(consultation_id):
            self._composer.show_error(sentence)
            return
        row = self._signed_in.store.worklist.row(consultation_id)
        name = row.consultation.patient_name if row is not None else ""
        name = name or tr("queue.no_name")
        self.elsewhere.emit(tr("composer.elsewhere", name=name, reason=sentence))
