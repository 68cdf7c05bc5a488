"""What is being written: kept within a moment, found again after a crash, one per consultation."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from workstation.base.clock import Clock
from workstation.domain.changes import Changes, Draft
from workstation.domain.documents import ALL_DOCUMENTS, DocumentRules
from workstation.domain.errors import BrokenMedia
from workstation.domain.file_names import file_name
from workstation.domain.guards import Moment
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.domain.unsaved import UnsavedDrafts
from workstation.media.documents import MEDIA_TYPES, require_document
from workstation.media.upload import prepare_picture, prepare_recording
from workstation.store.feed import Feed
from workstation.vault.database import Vault
from workstation.vault.unsent import colleague_answers, drafts, files


class Drafting:
    """Drafts and their files in the vault; ``on_changes`` gets the changes.

    ``rules`` decide which documents may be sent. ``unsaved`` holds texts that are not on the disk
    yet, by consultation; where it is given, it outlives the sign-in. ``discarded`` is published
    when the doctor throws a draft away.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        on_changes: Callable[[Changes], None],
        rules: DocumentRules = ALL_DOCUMENTS,
        unsaved: UnsavedDrafts | None = None,
    ) -> None:
        self._vault, self._clock, self._on_changes = vault, clock, on_changes
        self.rules = rules
        self.unsaved: UnsavedDrafts = {} if unsaved is None else unsaved
        self.discarded: Feed[ConsultationId] = Feed()

    async def start(self) -> None:
        """Delete files whose draft was never saved, at the program's start."""
        await self._vault.write(files.sweep)

    async def get(self, consultation_id: ConsultationId) -> Draft:
        """The draft of a consultation; an empty one where there is none.

        In turn with what is written, so that none is given after a newer one.
        """
        return await self._vault.read_in_turn(drafts.get, consultation_id)

    def hold(self, draft: Draft) -> None:
        """Hold a draft's words as unsaved: a sign-in that ends does not take them with it."""
        self.unsaved[draft.consultation_id] = draft

    def drop(self, consultation_id: ConsultationId) -> None:
        """Let go of a consultation's words: nothing of them is unsaved any more."""
        self.unsaved.pop(consultation_id, None)

    async def save(self, consultation_id: ConsultationId) -> None:
        """Write the unsaved text of a consultation, if there is any; its files stay as they are.

        Raises ``StorageError``; on the disk when it returns.
        """
        draft, now_ms = self.unsaved.get(consultation_id), self._clock.now_ms()
        if draft is None:
            return
        changes = await self._vault.write(
            drafts.write, consultation_id, draft.text, draft.caret, now_ms
        )
        if self.unsaved.get(consultation_id) is draft:
            self.drop(consultation_id)
        self._on_changes(changes)

    async def see_sent(self, draft: Draft, text: str, sending: Coroutine[Any, Any, None]) -> None:
        """Wait until ``sending`` has taken a draft with these words into the outbox.

        A sign-in that ends meanwhile does not wait, and the disk may still refuse it: so the words
        are unsaved until it is done, and what was written behind them stays so.
        """
        self.hold(draft)
        task = asyncio.ensure_future(sending)
        task.add_done_callback(partial(self._on_sent, draft.consultation_id, text))
        await asyncio.wait([task])
        task.result()

    def _on_sent(
        self, consultation_id: ConsultationId, text: str, task: "asyncio.Task[None]"
    ) -> None:
        if task.cancelled() or task.exception() is not None:
            return
        draft = self.unsaved.pop(consultation_id, None)
        if draft is not None and (remaining := draft.text_without(text)):
            self.hold(replace(draft, text=remaining, caret=len(remaining)))

    async def add_picture(self, consultation_id: ConsultationId, content: bytes) -> Draft:
        """Put a picture into a draft, without its file's name and the place it was taken at.

        Raises ``MediaError`` and ``StorageError``; the draft is then as it was.
        """
        ready = await prepare_picture(content)
        longer = await self._vault.write(
            drafts.add_file,
            consultation_id,
            ready.content,
            ready.format.media_type,
            f"picture.{ready.format.extension}",
            (ready.width, ready.height),
            self._clock.now_ms(),
        )
        self._on_changes(longer)
        return longer.drafts[0]

    async def quote(self, consultation_id: ConsultationId, key: RowKey = NO_ROW) -> Draft:
        """Let a draft answer a message that the room has confirmed, or none; returns the draft.

        Raises ``StorageError``.
        """
        now_ms = self._clock.now_ms()
        self._on_changes(await self._vault.write(drafts.quote, consultation_id, key, now_ms))
        return await self.get(consultation_id)

    async def add_document(
        self, consultation_id: ConsultationId, content: bytes, name: str
    ) -> Draft:
        """Put a document into a draft, under a name that ends in what it is by its content.

        Raises ``MediaError`` for one that the policy does not take, and ``StorageError``; the draft
        is then as it was.
        """
        kind = await asyncio.to_thread(require_document, content, self.rules)
        longer = await self._vault.write(
            drafts.add_file,
            consultation_id,
            content,
            MEDIA_TYPES[kind],
            file_name(name, kind.value, "file"),
            (None, None),
            self._clock.now_ms(),
        )
        self._on_changes(longer)
        return longer.drafts[0]

    async def arrange(self, consultation_id: ConsultationId, order: Sequence[str]) -> Draft:
        """Put a draft's files in this order of their ids; returns the draft.

        Unknown ids are ignored; files that are not named follow in their old order.
        Raises ``StorageError``.
        """
        now_ms = self._clock.now_ms()
        self._on_changes(await self._vault.write(drafts.arrange, consultation_id, order, now_ms))
        return await self.get(consultation_id)

    async def remove_file(self, consultation_id: ConsultationId, file_id: str) -> Draft:
        """Remove a file or the recording, with its bytes, from a draft; returns the draft.

        Raises ``StorageError``.
        """
        now_ms = self._clock.now_ms()
        self._on_changes(
            await self._vault.write(drafts.remove_file, consultation_id, file_id, now_ms)
        )
        return await self.get(consultation_id)

    async def discard(self, consultation_id: ConsultationId) -> None:
        """Throw a draft away, also words that the disk has not taken.

        Raises ``StorageError``; the draft is then as it was.
        """
        changes = await self._vault.write(drafts.discard, consultation_id)
        self.drop(consultation_id)
        self.discarded.publish(consultation_id)
        self._on_changes(changes)

    async def read_file(self, file_id: str) -> bytes:
        """The bytes of a kept file.

        Raises ``BrokenMedia`` where they are gone, ``StorageError``.
        """
        content = await self._vault.read(files.data, file_id)
        if content is None:
            raise BrokenMedia("the file is gone")
        return content

    async def replace_picture(
        self, consultation_id: ConsultationId, file_id: str, content: bytes
    ) -> str:
        """Put other bytes of the same picture in its place in a draft; the new file's id.

        It is empty for a picture that was taken out meanwhile. Raises ``MediaError`` and
        ``StorageError``; the draft is then as it was.
        """
        ready = await prepare_picture(content)
        changes, name = await self._vault.write(
            drafts.replace_picture,
            consultation_id,
            file_id,
            ready.content,
            (ready.format.media_type, ready.format.extension),
            (ready.width, ready.height),
            self._clock.now_ms(),
        )
        self._on_changes(changes)
        return name

    async def read_answers(self, consultation_id: ConsultationId) -> tuple[Message, ...]:
        """Messages of colleagues since the draft was begun and the doctor was last warned."""
        return await self._vault.read(colleague_answers.find_since_draft, consultation_id)

    async def mark_moments(
        self, consultation_ids: Collection[ConsultationId]
    ) -> dict[ConsultationId, Moment]:
        """The marks by which ``read_answers_since`` later finds what came after now."""
        now_ms = self._clock.now_ms()
        return await self._vault.read(colleague_answers.read_moments, consultation_ids, now_ms)

    async def read_answers_since(
        self, consultation_id: ConsultationId, began: Moment
    ) -> tuple[Message, ...]:
        """What colleagues wrote here since that moment."""
        return await self._vault.read(colleague_answers.find_since, consultation_id, began)

    async def note_answers(self, consultation_id: ConsultationId) -> None:
        """Note that the doctor was warned of these answers."""
        await self._vault.write(colleague_answers.acknowledge, consultation_id)

    async def keep_voice(
        self, consultation_id: ConsultationId, content: bytes, duration_ms: int
    ) -> Draft:
        """Store a recording in a draft, in place of an earlier one, until it is sent or removed.

        Raises ``MediaError`` and ``StorageError``; the draft is unchanged then.
        """
        ready = await prepare_recording(content)
        longer = await self._vault.write(
            drafts.put_voice,
            consultation_id,
            ready.content,
            (ready.format.media_type, ready.format.extension),
            duration_ms,
            self._clock.now_ms(),
        )
        self._on_changes(longer)
        return longer.drafts[0]
