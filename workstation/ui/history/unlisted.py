"""A consultation that stands in no list here, opened by its number."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.errors import WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.shell.signed_in import SignedIn

KEY = "unlisted consultation"


class UnlistedConsultation(QObject):
    """Reads a consultation that no list has, for ``show``; why it cannot is said in ``bar``.

    ``on_refused`` is told the number of one that cannot be shown.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        bar: NoticeBar,
        scope: TaskScope,
        show: Callable[[Consultation], None],
        on_refused: Callable[[ConsultationId], None],
    ) -> None:
        super().__init__(bar)
        self._refresh, self._bar = signed_in.lists.refresh, bar
        self._scope, self._show, self._on_refused = scope, show, on_refused
        self._number: ConsultationId | None = None
        bar.acted.connect(self._retry)

    def open(self, consultation_id: ConsultationId) -> None:
        """Read and show it; what is open stays until then."""
        self._number = consultation_id
        self._bar.show_text(tr("history.unlisted_reading", number=consultation_id), "")
        self._scope.spawn(self._read(consultation_id), key=KEY)

    def leave(self) -> None:
        """Show nothing that comes of it any more: something else was opened."""
        self._scope.cancel(KEY)
        self._bar.hide()

    def _retry(self) -> None:
        if self._number is not None:
            self.open(self._number)

    async def _read(self, consultation_id: ConsultationId) -> None:
        try:
            consultation = await self._refresh.look_up(consultation_id)
        except WorkstationError as error:
            text = error_text(error)
            title = tr("history.unlisted_failed", number=consultation_id, reason=text.what)
            self._bar.show_text(title, text.next, tr("lists.retry"))
            self._on_refused(consultation_id)
            return
        self._bar.hide()
        self._show(consultation)
