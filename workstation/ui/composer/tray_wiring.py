"""The tray wired: pictures and files come in, however given, change places, and go out again."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize

from workstation.domain.changes import Draft
from workstation.domain.documents import MEGABYTE
from workstation.domain.errors import (
    BrokenMedia,
    FileNotAllowed,
    MediaTooLarge,
    StorageError,
    WorkstationError,
)
from workstation.domain.ids import ConsultationId
from workstation.domain.local_file import file_id_of
from workstation.services.picture_forms import is_picture, picture_form
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.drafts import ComposerDrafts
from workstation.ui.kit.fields.mime import MAX_FILE_BYTES, GivenPicture, is_unreadable
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.media import pictures
from workstation.ui.media.picking import GivenFiles, is_named_picture, name_of, pick_files
from workstation.ui.media.refusals import refusal_reason, refusal_text

MAX_PICTURES = 20
PROBE_SIZE = QSize(64, 64)


class TrayWiring(QObject):
    """Takes pictures and files into the draft of the open consultation.

    What is refused is named with its reason, and the draft stays as it was. One after the other is
    taken into a draft, so that they stand in the order given; no draft waits for another's files.
    """

    def __init__(self, context: ComposerContext, drafts: ComposerDrafts) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._drafts = signed_in, composer, drafts
        self._scope, self._reply = context.scope, context.reply
        self._turns: defaultdict[ConsultationId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._refused: set[ConsultationId] = set()
        composer.tools.offer_files(offered=bool(signed_in.messaging.drafting.rules.kinds))
        composer.pick_asked.connect(self._pick)
        composer.editor.files_given.connect(self._take_files)
        composer.editor.picture_given.connect(self._take_picture)
        composer.tray.removed.connect(self._remove)
        composer.tray.arranged.connect(self._arrange)

    async def finish_taking_in(self, consultation_id: ConsultationId) -> bool:
        """Wait for what was given and is still read; whether nothing of that was refused."""
        self._refused.discard(consultation_id)
        async with self._turns[consultation_id]:
            return consultation_id not in self._refused

    async def shrink(
        self, consultation_id: ConsultationId, files: Sequence[str]
    ) -> tuple[str, ...]:
        """Pictures small enough for everybody, unless the doctor sends originals; their ids.

        One that is taken out meanwhile is not among them. Raises ``WorkstationError``.
        """
        if self._composer.tools.original.isChecked():
            return tuple(files)
        documents = {each.file_id for each in self._drafts.documents(consultation_id)}
        sent_files = [
            name if name in documents else await self._shrink_file(consultation_id, name)
            for name in files
        ]
        return tuple(filter(None, sent_files))

    def _pick(self) -> None:
        words = sorted(kind.value for kind in self._signed_in.messaging.drafting.rules.kinds)
        title = tr("composer.picture_or_file" if words else "composer.pick_title")
        kind = tr("composer.pick_filter_files" if words else "composer.pick_filter")
        pick_files(self._composer, title, kind, self._take_files, words)

    def _take_files(self, names: Sequence[str]) -> None:
        self._begin(lambda number: self._add_files(number, [Path(name) for name in names]))

    def _take_picture(self, picture: GivenPicture) -> None:
        if is_unreadable(picture):
            self._composer.show_error(tr("composer.unreadable_picture"))
        else:
            self._begin(lambda number: self._add_picture(number, picture))

    def _begin(self, work: Callable[[ConsultationId], Coroutine[Any, Any, None]]) -> None:
        consultation_id = self._reply.consultation_id
        if consultation_id is not None:
            self._composer.show_error("")
            self._scope.spawn(work(consultation_id))

    async def _add_files(self, consultation_id: ConsultationId, paths: Sequence[Path]) -> None:
        refused: list[tuple[str, str]] = []
        given = GivenFiles()
        async with self._turns[consultation_id]:
            for path in paths:
                reason = await self._add_file(consultation_id, path, given)
                if reason:
                    refused.append((name_of(path), reason))
            if refused:
                self._refuse(consultation_id, refused)

    async def _add_file(
        self, consultation_id: ConsultationId, path: Path, given: GivenFiles
    ) -> str:
        """Take in a file, and give why it was not taken; empty where it was."""
        try:
            content = await given.read(path, MAX_FILE_BYTES)
        except MediaTooLarge as error:
            return refusal_reason(error) if is_named_picture(path) else self._size_refusal(path)
        except OSError as error:
            return refusal_reason(error)
        if await asyncio.to_thread(is_picture, content):
            return await self._add(consultation_id, content)
        return await self._add_document(consultation_id, content, name_of(path))

    def _size_refusal(self, path: Path) -> str:
        """The reason against a file that is too large to be read.

        A film that is made smaller is not taken either, so it is its kind that is said.
        """
        rules = self._signed_in.messaging.drafting.rules
        if not any(path.suffix.lower() == f".{kind.value}" for kind in rules.kinds):
            return refusal_reason(FileNotAllowed(path.suffix))
        return tr("composer.reason.large_file", megabytes=rules.max_bytes // MEGABYTE)

    async def _add_picture(self, consultation_id: ConsultationId, picture: GivenPicture) -> None:
        async with self._turns[consultation_id]:
            try:
                encode = partial(pictures.content_of, picture, MAX_FILE_BYTES)
                content = await asyncio.to_thread(encode)
                reason = await self._add(consultation_id, content)
            except WorkstationError as error:
                reason = refusal_reason(error)
            if reason:
                self._refuse(consultation_id, [(tr("composer.pasted"), reason)])

    def _refuse(self, consultation_id: ConsultationId, refused: list[tuple[str, str]]) -> None:
        self._refused.add(consultation_id)
        self._reply.show_error(consultation_id, refusal_text(refused))

    async def _add(self, consultation_id: ConsultationId, content: bytes) -> str:
        """Take in a picture, and give why it was not taken; empty where it was."""
        drafting = self._signed_in.messaging.drafting
        if len((await drafting.get(consultation_id)).files) >= MAX_PICTURES:
            return tr("composer.reason.too_many_files", count=MAX_PICTURES)
        try:
            # What does not decode here would be a broken picture to the patient.
            upright = await asyncio.to_thread(_upright, content)
            draft = await drafting.add_picture(consultation_id, upright)
        except WorkstationError as error:
            return refusal_reason(error)
        self._drafts.set_files(draft)
        return ""

    async def _add_document(
        self, consultation_id: ConsultationId, content: bytes, name: str
    ) -> str:
        """Take in a file that is no picture, and give why it was not taken; empty where it was."""
        drafting = self._signed_in.messaging.drafting
        if len((await drafting.get(consultation_id)).files) >= MAX_PICTURES:
            return tr("composer.reason.too_many_files", count=MAX_PICTURES)
        try:
            draft = await drafting.add_document(consultation_id, content, name)
        except MediaTooLarge:
            megabytes = drafting.rules.max_bytes // MEGABYTE
            return tr("composer.reason.large_file", megabytes=megabytes)
        except WorkstationError as error:
            return refusal_reason(error)
        self._drafts.set_files(draft)
        return ""

    async def _shrink_file(self, consultation_id: ConsultationId, name: str) -> str:
        """Make a picture smaller, and give its id from now on; empty where it was taken out."""
        drafting = self._signed_in.messaging.drafting
        try:
            content = await drafting.read_file(name)
        except BrokenMedia:
            if name in (await drafting.get(consultation_id)).files:
                raise
            return ""
        small = await asyncio.to_thread(_shrink, content)
        if len(small) >= len(content):
            return name
        smaller = await drafting.replace_picture(consultation_id, name, small)
        self._drafts.set_files(await drafting.get(consultation_id))
        return smaller

    def _remove(self, url: str) -> None:
        name = file_id_of(url)
        self._begin(lambda number: self._take_out(number, name))

    def _arrange(self, urls: Sequence[str]) -> None:
        order = [file_id_of(url) for url in urls]
        self._begin(lambda number: self._put_in_order(number, order))

    async def _take_out(self, consultation_id: ConsultationId, name: str) -> None:
        work = self._signed_in.messaging.drafting.remove_file(consultation_id, name)
        await self._change(consultation_id, work)

    async def _put_in_order(self, consultation_id: ConsultationId, order: Sequence[str]) -> None:
        work = self._signed_in.messaging.drafting.arrange(consultation_id, order)
        await self._change(consultation_id, work)

    async def _change(self, consultation_id: ConsultationId, work: Awaitable[Draft]) -> None:
        try:
            self._drafts.set_files(await work)
        except StorageError as error:
            self._reply.show_error(consultation_id, str(error_text(error)))


def _upright(content: bytes) -> bytes:
    form = picture_form(content)
    pictures.decode(content, form, PROBE_SIZE)
    return pictures.upright(content, form, MAX_FILE_BYTES)


def _shrink(content: bytes) -> bytes:
    return pictures.shrink(content, picture_form(content))
