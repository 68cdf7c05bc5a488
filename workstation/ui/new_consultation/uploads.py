"""The files of a new consultation's form on their way to the server, one after the other."""

from collections.abc import Callable

from workstation.domain.errors import UploadRefused, WorkstationError
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.new_consultation.pictures import AttachedPicture
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.shell.signed_in import SignedIn


class FormUploads:
    """Uploads what has no address yet; ``show_error`` is told why an upload failed."""

    def __init__(
        self, signed_in: SignedIn, sheet: OpeningSheet, show_error: Callable[[str], None]
    ) -> None:
        self._signed_in, self._sheet, self._show_error = signed_in, sheet, show_error

    async def upload_all(self) -> tuple[str, ...] | None:
        """The addresses of all pictures in order; ``None`` where a file could not be uploaded."""
        for attached in self._sheet.pictures.attached:
            if attached.url:
                continue
            try:
                await self._upload(attached)
            except WorkstationError as error:
                attached.error = self._error_text(error)
                self._show_error(tr("opening.upload_failed"))
                return None
            finally:
                attached.share = None
                self._sheet.pictures.show_states()
        if not await self._upload_voice():
            return None
        return tuple(attached.url for attached in self._sheet.pictures.attached)

    async def _upload_voice(self) -> bool:
        """Upload the voice; true when there is none, or it has its address."""
        voice = self._sheet.voice.attached
        if voice is None or voice.url:
            return True
        uploads = self._signed_in.media.symptom_uploads
        try:
            voice.url = await uploads.upload_recording(voice.content, lambda _share: None)
        except WorkstationError as error:
            self._show_error(tr("opening.voice_failed", reason=self._error_text(error)))
            return False
        return True

    async def _upload(self, attached: AttachedPicture) -> None:
        def on_progress(share: float) -> None:
            attached.share = share
            self._sheet.pictures.show_states()

        attached.error = ""
        on_progress(0.0)
        uploads = self._signed_in.media.symptom_uploads
        attached.url = await uploads.upload_picture(attached.content or b"", on_progress)

    def _error_text(self, error: WorkstationError) -> str:
        if isinstance(error, UploadRefused) and not self._signed_in.store.is_online:
            return tr("opening.offline")
        return str(error_text(error))
