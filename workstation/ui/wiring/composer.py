"""The composer wired: drafts kept within a moment, pictures and voices taken in, messages sent."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from workstation.domain.changes import Draft
from workstation.domain.commands import SetTyping
from workstation.domain.connection import Connection, Phase
from workstation.domain.consultation import Consultation
from workstation.domain.errors import MediaTooLarge, WorkstationError
from workstation.domain.message import MessageKind
from workstation.services.attachments import OWN, picture_form
from workstation.ui import pictures
from workstation.ui.composer.composer import Composer
from workstation.ui.media_board import MediaBoard
from workstation.ui.strings import error_text, tr
from workstation.ui.tasks import TaskScope
from workstation.ui.wiring.picking import pick_pictures, read_bounded
from workstation.ui.wiring.recording import MakeMicrophone, RecordingWiring
from workstation.ui.wiring.signed_in import SignedIn

SAVE_MS = 250
PAUSED_MS = 4_000
MOST_BYTES = 40 * 1024 * 1024


class ComposerWiring(QObject):
    """One composer for whichever consultation is open; every consultation has its own draft."""

    def __init__(
        self,
        signed_in: SignedIn,
        composer: Composer,
        board: MediaBoard,
        scope: TaskScope,
        make_microphone: MakeMicrophone,
    ) -> None:
        super().__init__(composer)
        self._signed_in, self._composer = signed_in, composer
        self._board, self._scope = board, scope
        self._recording = RecordingWiring(
            signed_in, composer, board, scope, make_microphone, lambda: self._told
        )
        self._told: Consultation | None = None
        self._draft = Draft(0, "")
        self._known: dict[int, Draft] = {}
        self._typing = False
        self._save = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._save.timeout.connect(self._keep)
        self._pause = QTimer(self, singleShot=True, interval=PAUSED_MS)
        self._pause.timeout.connect(lambda: self._say_typing(composing=False))
        self._connect()

    def open(self, told: Consultation) -> None:
        """Write in another consultation; what was begun in the one before is kept."""
        same = self._told is not None and self._told.consultation_id == told.consultation_id
        if not same:
            self.leave()
            self._told = told
            self._begin(told.consultation_id)
        self._told = told
        self._composer.show_target(target_text(told))
        self._composer.show_online(online=self._online())

    def _begin(self, consultation_id: int) -> None:
        """What was written in this run is at hand; what an earlier one left is on the disk."""
        draft = self._known.get(consultation_id)
        self._draft = draft or Draft(consultation_id, "")
        self._composer.show_draft(self._draft.text, self._draft.caret)
        self._composer.show_pictures([OWN + name for name in self._draft.files])
        if draft is None:
            self._scope.spawn(self._show_draft(consultation_id), key="draft")

    def leave(self) -> None:
        """Keep what was written; a recording is thrown away."""
        self._keep()
        self._say_typing(composing=False)
        self._recording.cancel()
        self._composer.say("")
        self._told = None

    def _connect(self) -> None:
        composer = self._composer
        composer.edited.connect(self._edited)
        composer.sent.connect(self._send)
        composer.pick_asked.connect(self._pick)
        composer.writing.files_given.connect(self._take_files)
        composer.writing.picture_given.connect(self._take_picture)
        composer.tray.removed.connect(self._remove)
        self._board.changed.connect(composer.tray.update)
        stop = self._signed_in.desk.connections.subscribe(self._connection)
        composer.destroyed.connect(stop)

    def _online(self) -> bool:
        return self._signed_in.desk.connection.phase is Phase.ONLINE

    def _connection(self, _connection: Connection) -> None:
        self._composer.show_online(online=self._online())

    def _edited(self) -> None:
        self._save.start()
        if self._composer.text:
            self._say_typing(composing=True)
            self._pause.start()

    def _say_typing(self, *, composing: bool) -> None:
        if self._told is not None and composing is not self._typing:
            self._typing = composing
            self._signed_in.post(SetTyping(self._told.consultation_id, composing))

    def _current(self) -> Draft:
        caret = self._composer.writing.textCursor().position()
        return Draft(self._draft.consultation_id, self._composer.text, caret, self._draft.files)

    def _keep(self) -> None:
        self._save.stop()
        if self._told is None:
            return
        draft = self._current()
        if (draft.text, draft.files) != (self._draft.text, self._draft.files):
            self._draft = self._known[draft.consultation_id] = draft
            self._signed_in.spawn(self._put(draft))

    async def _put(self, draft: Draft) -> None:
        try:
            await self._signed_in.drafting.write(
                draft.consultation_id, draft.text, draft.caret
            )
        except WorkstationError as error:
            self._composer.say(str(error_text(error)))

    async def _show_draft(self, consultation_id: int) -> None:
        draft = await self._signed_in.drafting.get(consultation_id)
        if self._is_open(consultation_id) and not self._composer.text:
            self._draft = self._known[consultation_id] = draft
            self._composer.show_draft(draft.text, draft.caret)
            self._composer.show_pictures([OWN + name for name in draft.files])

    def _show(self, draft: Draft) -> None:
        self._draft = Draft(draft.consultation_id, self._draft.text, draft.caret, draft.files)
        self._known[draft.consultation_id] = self._draft
        self._composer.show_pictures([OWN + name for name in draft.files])

    def _is_open(self, consultation_id: int) -> bool:
        return self._told is not None and self._told.consultation_id == consultation_id

    def _send(self) -> None:
        if self._told is not None:
            self._save.stop()
            self._scope.spawn(self._send_all(self._told.consultation_id, self._composer.text))

    async def _send_all(self, consultation_id: int, text: str) -> None:
        """Pictures first, then the words; the box is emptied only when the disk has them."""
        signed_in, files = self._signed_in, self._draft.files
        try:
            for name in files:
                await signed_in.outbox.share(consultation_id, MessageKind.IMAGE, name)
            if text.strip():
                await signed_in.outbox.say(consultation_id, text.strip())
        except WorkstationError as error:
            self._composer.say(str(error_text(error)))
            return
        if self._is_open(consultation_id):
            self._draft = self._known[consultation_id] = Draft(consultation_id, "")
            self._composer.show_pictures(())
            if self._composer.text == text:
                self._composer.show_draft("", 0)
            self._say_typing(composing=False)
        signed_in.spawn(signed_in.outbox.pump(consultation_id))

    def _pick(self) -> None:
        title, kind = tr("composer.pick_title"), tr("composer.pick_filter")
        pick_pictures(self._composer, title, kind, self._take_files)

    def _take_files(self, names: Sequence[str]) -> None:
        if self._told is not None:
            self._scope.spawn(self._add_files(self._told.consultation_id, list(names)))

    def _take_picture(self, picture: QImage) -> None:
        if self._told is not None and not picture.isNull():
            self._scope.spawn(self._add_picture(self._told.consultation_id, picture))

    async def _add_files(self, consultation_id: int, names: Sequence[str]) -> None:
        for name in names:
            path = Path(name)
            try:
                content = await asyncio.to_thread(read_bounded, path, MOST_BYTES)
            except MediaTooLarge:
                self._composer.say(tr("composer.too_large", name=path.name))
                continue
            except OSError:
                self._composer.say(tr("composer.unreadable", name=path.name))
                continue
            await self._add(consultation_id, content, path.stem)

    async def _add_picture(self, consultation_id: int, picture: QImage) -> None:
        content = await asyncio.to_thread(pictures.encoded, picture, "png")
        await self._add(consultation_id, content, "picture")

    async def _add(self, consultation_id: int, content: bytes, name: str) -> None:
        self._keep()
        drafting = self._signed_in.drafting
        try:
            if not self._composer.original.isChecked():
                content = await asyncio.to_thread(_smaller, content)
            draft = await drafting.add_picture(consultation_id, content, name)
        except WorkstationError as error:
            self._composer.say(str(error_text(error)))
            return
        if self._is_open(consultation_id):
            self._show(draft)

    def _remove(self, url: str) -> None:
        if self._told is not None:
            name = url.removeprefix(OWN)
            self._scope.spawn(self._take_out(self._told.consultation_id, name))

    async def _take_out(self, consultation_id: int, file_id: str) -> None:
        draft = await self._signed_in.drafting.remove_file(consultation_id, file_id)
        if self._is_open(consultation_id):
            self._show(draft)


def target_text(told: Consultation) -> str:
    """For whom one writes: the one it is about, and who asks."""
    target = told.target.name or tr("queue.no_name")
    if told.for_self:
        return tr("composer.target_self", target=target)
    creator = told.creator.name or tr("queue.no_name")
    return tr("composer.target", target=target, creator=creator)


def _smaller(content: bytes) -> bytes:
    return pictures.shrunk(content, picture_form(content))
