"""A new consultation: its form kept until it is opened, its files uploaded, opened once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.new_consultation_form import NewConsultationForm
from workstation.services.consultation_creation import CreatedConsultation, SettledOpening
from workstation.services.playback import Playback
from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.kit.fields.mime import GivenPicture, is_unreadable
from workstation.ui.kit.layers.snack_bar import NoticeAction
from workstation.ui.kit.save_timer import SaveTimer
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.media.picking import GivenFiles, name_of, pick_files
from workstation.ui.media.refusals import refusal_reason, refusal_text
from workstation.ui.new_consultation import attaching
from workstation.ui.new_consultation.form import MAX_PICTURES, consultation_of
from workstation.ui.new_consultation.keeping import fill, forget_patient, form_of, holds
from workstation.ui.new_consultation.known_choices import known_choices
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.new_consultation.uploads import FormUploads
from workstation.ui.new_consultation.voice_wiring import SpokenSymptomWiring
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

KEY = "new consultation"
ReadContent = Callable[[], Awaitable[bytes]]


class NewConsultationWiring(QObject):
    """The form of a new consultation for the whole sign-in, as an earlier one or run left it.

    Words and people are on the disk soon after a change; pictures and voices are not.

    ``open_consultation`` opens one by its number.

    ``takes_addresses`` says whether pictures may be given by their address now.
    """

    _is_complete = True
    """False once something was refused that was still read when the consultation was asked for."""

    _is_opened = _is_restored = False

    def __init__(  # noqa: PLR0913 - the parts of one form, put together once
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
        *,
        playback: Playback,
        make_microphone: MakeMicrophone,
        takes_addresses: Callable[[], bool],
        open_consultation: Callable[[ConsultationId], None],
    ) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._open_consultation = open_consultation
        self._turn, self._takes_addresses = asyncio.Lock(), takes_addresses
        self.sheet = OpeningSheet(frame)
        self.voice = SpokenSymptomWiring(self.sheet, playback, make_microphone)
        self._uploads = FormUploads(signed_in, self.sheet, self._show_error)
        self._saving = SaveTimer(self, self.keep, self.keep)
        self.sheet.edited.connect(self._saving.save_soon)
        self.sheet.asked.connect(self._ask)
        self.sheet.stop_asked.connect(self._stop)
        self.sheet.dismissed.connect(self._on_put_away)
        self.sheet.files_asked.connect(self._pick)
        self.sheet.files_given.connect(self.add_files)
        self.sheet.picture_given.connect(self.add_picture)
        for stop in (
            signed_in.store.connections.subscribe(self._show_connection),
            signed_in.lists.creator.settled.subscribe(self._on_settled),
        ):
            self.destroyed.connect(stop)
        self._settle_by_list()  # an earlier sign-in may have left one without an answer

    def open(self) -> None:
        """Show the form, as it was left."""
        self.sheet.offer(*known_choices(self._signed_in.store))
        self._take_next()
        self._restore()
        self._show_connection(self._signed_in.store.connection)
        self.sheet.offer_addresses(offered=self._takes_addresses())
        self.sheet.open()
        self._scope.spawn(self._load_readings(), optional=True)

    def keep(self) -> None:
        """Keep what is filled in beyond the sign-in; what the disk lacks the doctor is asked of."""
        if self._is_restored:
            form = form_of(self.sheet)
            self._signed_in.lists.creator.draft.form = None if form.is_empty else form
            self._saving.stop()
            self._signed_in.spawn(self._save())

    def forget_patient(self, patient_id: MemberId) -> None:
        """Keep no form for a patient who is purged from this computer."""
        sheet = self.sheet if self._is_opened else None
        forget_patient(sheet, self._signed_in.lists.creator.draft, patient_id)
        self.keep()

    async def _save(self) -> None:
        try:
            await self._signed_in.lists.opening_draft.save()
        except StorageError:  # the bar of the window says so
            self._saving.save_later()

    def _take_next(self) -> None:
        """Go on with another form that an earlier run left, where this one is empty."""
        is_empty = self._is_restored and form_of(self.sheet).is_empty
        if is_empty and self._signed_in.lists.creator.draft.take_next():
            self._is_opened = False

    def _offer_next(self) -> None:
        if self._signed_in.lists.creator.draft.waiting:
            action = NoticeAction(self.open, tr("queue.open"))
            self._frame.notify(tr("opening.another_left"), action)

    def _restore(self) -> None:
        """Fill the form, once, as it was left when the sign-in before ended."""
        if not self._is_opened:
            self._is_opened = True
            form = self._signed_in.lists.creator.draft.form
            self._is_restored = form is None or not form.pictures
            if form is not None:
                fill(self.sheet, form)
                self._scope.spawn(self._restore_pictures(form))

    async def _restore_pictures(self, form: NewConsultationForm) -> None:
        async with self._turn:
            for file in form.pictures:
                picture = await asyncio.to_thread(attaching.attach_again, file)
                if self._signed_in.lists.creator.draft.form is form:
                    self.sheet.pictures.add(picture)
        self._is_restored = True

    def add_files(self, names: Sequence[str]) -> None:
        """Take pictures of this computer into the form."""
        self._scope.spawn(self._add_files(list(names)))

    def add_picture(self, picture: GivenPicture) -> None:
        """Take a picture that is no file into the form, as from the clipboard."""
        if is_unreadable(picture):
            self._show_error(tr("composer.unreadable_picture"))
            return
        read = partial(attaching.read_given, picture)
        self._scope.spawn(self._add_all([(tr("composer.pasted"), read)]))

    async def _load_readings(self) -> None:
        self.sheet.set_readings(await self._signed_in.messaging.quick_replies.load_readings())

    def _show_connection(self, connection: Connection) -> None:
        self.sheet.show_offline(offline=connection.phase is not Phase.ONLINE)

    def _pick(self) -> None:
        pick_files(self._frame, tr("opening.pick"), tr("opening.pick_filter"), self.add_files)

    async def _add_files(self, names: Sequence[str]) -> None:
        read = partial(attaching.read_picture, GivenFiles())
        await self._add_all([(name_of(path), partial(read, path)) for path in map(Path, names)])

    async def _add_all(self, given: Sequence[tuple[str, ReadContent]]) -> None:
        """Take pictures in one after the other, in their order; all that are refused are named."""
        refused: list[tuple[str, str]] = []
        async with self._turn:
            for name, read in given:
                reason = await self._add(read)
                if reason:
                    refused.append((name, reason))
        if refused:
            self._is_complete = False
            self._show_error(refusal_text(refused))

    async def _add(self, read: ReadContent) -> str:
        """Take in a picture, and give why it was not taken; empty where it was."""
        if len(self.sheet.pictures.attached) >= MAX_PICTURES:
            return tr("composer.reason.too_many", count=MAX_PICTURES)
        try:
            attached = await asyncio.to_thread(attaching.attach, await read())
        except (WorkstationError, OSError) as error:
            return refusal_reason(error)
        self.sheet.pictures.add(attached)
        return ""

    def _ask(self) -> None:
        self.voice.pause()
        self.sheet.set_busy(busy=True)
        self.sheet.offer_stop(offered=True)
        self._is_complete = True
        self._scope.spawn(self._open(), key=KEY)

    def _stop(self) -> None:
        """Break off: nothing was asked for yet; the form is the doctor's, with what is uploaded."""
        self._call_off()
        self.sheet.show_error(tr("opening.stopped"))

    def _call_off(self) -> None:
        self._scope.cancel(KEY)
        self.sheet.set_busy(busy=False)

    async def _open(self) -> None:
        """Open the consultation, with the pictures that are still read: they were given for it."""
        try:
            async with self._turn:
                if self._is_complete:
                    await self._upload_and_create()
        except Exception:
            self.sheet.set_busy(busy=False)
            raise
        self.sheet.set_busy(busy=False)  # not where it was stopped: another may be under way

    async def _upload_and_create(self) -> None:
        try:
            urls = await self._uploads.upload_all()
            if urls is None:
                return
            voice = self.sheet.voice.attached
            new = consultation_of(self.sheet.filled, urls, voice.url if voice is not None else "")
            self.sheet.offer_stop(offered=False)  # from here on nobody can call it back
            opened = await self._signed_in.lists.creator.create(new)
        except WorkstationError as error:
            self._show_error(self._error_text(error))
        else:
            self._finish(opened)

    def _on_put_away(self) -> None:
        """Say that what is on its way goes on: the platform may have it already."""
        if self.sheet.busy:
            self._frame.notify(tr("opening.goes_on"))

    def _show_error(self, text: str) -> None:
        """Show an error in the form; over the window, with the way back, where it was closed."""
        self.sheet.show_error(text)
        if self.sheet.isHidden():
            self._frame.notify(text, NoticeAction(self.open, tr("queue.open")))

    def _error_text(self, error: WorkstationError) -> str:
        text = error_text(error)
        if self._signed_in.lists.creator.is_uncertain:
            return tr("opening.unsure", what=text.what)
        server_text = tr("opening.said", said=text.server_text) if text.server_text else ""
        return f"{text.what}{server_text}" if server_text else str(text)

    def _settle_by_list(self) -> None:
        """Look among those of the queue for a consultation whose answer was lost."""
        rows = self._signed_in.store.worklist.rows()
        self._signed_in.lists.creator.settle(row.consultation for row in rows)

    def _on_settled(self, settled: SettledOpening) -> None:
        self._restore()
        if self._is_restored:
            self._settle(settled)
        else:
            self._scope.spawn(self._settle_restored(settled))

    async def _settle_restored(self, settled: SettledOpening) -> None:
        async with self._turn:  # behind the pictures
            self._settle(settled)

    def _settle(self, settled: SettledOpening) -> None:
        """Empty the form but for what was changed since: the consultation was opened after all.

        What is uploaded for another attempt goes no further: that would be a second one.
        """
        self._call_off()
        consultation_id = settled.consultation.consultation_id
        action = NoticeAction(partial(self._open_consultation, consultation_id), tr("queue.open"))
        self.sheet.show_error("")
        if not holds(self.sheet, settled.asked):
            self._frame.notify(tr("opening.earlier_listed"), action)
            return
        self.sheet.dismiss()
        self.sheet.clear()
        self.keep()
        self._frame.notify(tr("opening.opened"), action)
        self._offer_next()

    def _finish(self, opened: CreatedConsultation) -> None:
        self.sheet.set_busy(busy=False)
        in_sight = self.sheet.isVisible()
        self.sheet.dismiss()
        if opened.as_asked:
            self.sheet.clear()
            self.keep()
        else:
            self._frame.notify(tr("opening.earlier"))
        if in_sight:
            self._open_consultation(opened.consultation.consultation_id)
        elif opened.as_asked:
            self._frame.notify(tr("opening.opened"))
        if opened.as_asked:
            self._offer_next()
