"""The doctor's quick replies: found, kept, put in order, taken from a file and into one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from workstation.base.paths import resource
from workstation.domain import quick_reply_file
from workstation.domain.pinyin import Readings, read_table
from workstation.domain.quick_replies import (
    QuickReply,
    clean,
    in_sections,
    move_reply,
    move_section,
    place_reply,
    rename_section,
)
from workstation.domain.quick_reply_file import BadLine
from workstation.domain.unsaved import UnsavedReplies, UnsavedSections
from workstation.domain.value import Value
from workstation.store.feed import Feed
from workstation.store.quick_replies import QuickReplyMatch, look_up
from workstation.vault.database import Vault
from workstation.vault.doctor import quick_replies

T = TypeVar("T")


class ImportResult(Value):
    """The outcome of an import: how many are new, how many were there already, and bad lines."""

    added: int
    duplicates: int
    bad: tuple[BadLine, ...]


class QuickReplies:
    """All quick replies of this account; ``changed`` is published when they change.

    ``unsaved`` are edits that are not on the disk yet, ``unsaved_sections`` new names of sections.
    The caller that starts the save adds them before it yields, as a sign-in may end before the save
    begins. Where they are given, they outlive the sign-in.
    """

    def __init__(
        self,
        vault: Vault,
        unsaved: UnsavedReplies | None = None,
        unsaved_sections: UnsavedSections | None = None,
    ) -> None:
        self.changed: Feed[None] = Feed()
        self.replies: tuple[QuickReply, ...] = ()
        self.unsaved: UnsavedReplies = {} if unsaved is None else unsaved
        self.unsaved_sections: UnsavedSections = (
            {} if unsaved_sections is None else unsaved_sections
        )
        self._vault = vault
        self._readings: Readings = {}
        self._loaded = False

    @property
    def is_loaded(self) -> bool:
        """Whether the quick replies are loaded."""
        return self._loaded

    async def load(self, language: str) -> None:
        """Load the quick replies; a doctor who never had any gets a first set in that language."""
        if self._loaded:
            return
        await self.load_readings()
        starters = await asyncio.to_thread(_read_starters, language)
        await self._change(quick_replies.add_starters, starters)
        self._loaded = True

    async def load_readings(self) -> Readings:
        """How characters are read, read from the disk once."""
        if not self._readings:
            self._readings = await asyncio.to_thread(_read_readings)
        return self._readings

    def look_up(
        self, words: str, replies: Sequence[QuickReply] | None = None
    ) -> tuple[QuickReplyMatch, ...]:
        """The quick replies that hold ``words`` or are spelled by them; all of them for none.

        Among ``replies``, where some are given, as with the names of a patient filled in.
        """
        return look_up(self.replies if replies is None else replies, words, self._readings)

    async def titled(self, title: str, language: str) -> QuickReply | None:
        """The quick reply with that title: the doctor's own, else the one that is built in."""
        starters = await asyncio.to_thread(_read_starters, language)
        matches = (reply for reply in (*self.replies, *starters) if reply.title == title)
        return next(matches, None)

    async def save(self, reply: QuickReply) -> None:
        """Save a new or changed quick reply; it leaves ``unsaved`` once it is on the disk.

        Raises ``InputError`` and ``StorageError``.
        """
        await (self.change(reply) if reply.reply_id > 0 else self.add(reply))
        if self.unsaved.get(reply.reply_id) == reply:
            del self.unsaved[reply.reply_id]

    def hold(self, reply: QuickReply) -> int:
        """Hold a quick reply unsaved, new ones beside each other; returns the id it is held by."""
        reply = self.unhold(reply)
        held_by = reply.reply_id or min((0, *self.unsaved)) - 1
        self.unsaved[held_by] = replace(reply, reply_id=held_by)
        return held_by

    def unhold(self, reply: QuickReply) -> QuickReply:
        """Take out a held quick reply; a new one is without an id again."""
        if self.unsaved.get(reply.reply_id) == reply:
            del self.unsaved[reply.reply_id]
        return replace(reply, reply_id=max(reply.reply_id, 0))

    async def add(self, reply: QuickReply) -> None:
        """Add a new quick reply. Raises ``InputError`` and ``StorageError``."""
        await self._change(quick_replies.add, [reply])

    async def change(self, reply: QuickReply) -> None:
        """Change a quick reply. Raises ``InputError`` and ``StorageError``."""
        await self._change(quick_replies.change, reply)

    async def remove(self, reply_id: int) -> None:
        """Remove a quick reply. Raises ``StorageError``."""
        await self._change(quick_replies.remove, reply_id)
        self.unsaved.pop(reply_id, None)

    async def restore(self, before: Sequence[QuickReply]) -> None:
        """Take a removal back: what was there stands where it stood. Raises ``StorageError``."""
        await self._change(quick_replies.restore, before)

    async def move(self, reply_id: int, by: int) -> None:
        """Move a quick reply by some places within its section. Raises ``StorageError``."""
        await self._arrange(move_reply(self.replies, reply_id, by))

    async def move_section(self, name: str, by: int) -> None:
        """Move a section by so many places among the sections. Raises ``StorageError``."""
        await self._arrange(move_section(self.replies, name, by))

    async def place(self, reply_id: int, section: str, at: int) -> None:
        """Put a quick reply at a place of a section. Raises ``StorageError``."""
        order = place_reply(self.replies, reply_id, section, at)
        await self._change(quick_replies.rearrange, order)

    async def rename_section(self, name: str, new: str) -> None:
        """Rename a section; one of that name takes its replies in.

        It is unsaved no more once the disk has it. Raises ``InputError`` and ``StorageError``.
        """
        plain = clean(QuickReply("", "", new)).section
        replies = await self._vault.read(quick_replies.read_all)  # they may not be at hand
        await self._change(quick_replies.rearrange, rename_section(replies, name, plain))
        if self.unsaved_sections.get(name) == new:
            del self.unsaved_sections[name]

    async def import_file(self, content: bytes) -> ImportResult:
        """Take in what is good in a file.

        Raises ``InputError`` for one that is none, or with which there were too many, and
        ``StorageError``; then nothing of it is taken.
        """
        parsed = await asyncio.to_thread(quick_reply_file.read_file, content)
        added = await self._change(quick_replies.add, parsed.replies)
        return ImportResult(added, len(parsed.replies) - added, parsed.bad)

    def export_file(self) -> bytes:
        """All quick replies as a file that ``import_file`` understands."""
        return quick_reply_file.write_file(in_sections(self.replies))

    async def _arrange(self, order: Sequence[QuickReply]) -> None:
        await self._change(quick_replies.arrange, [reply.reply_id for reply in order])

    async def _change(self, function: Callable[..., T], *args: object) -> T:
        result = await self._vault.write(function, *args)
        self.replies = await self._vault.read(quick_replies.read_all)
        self.changed.publish(None)
        return result


def _read_readings() -> Readings:
    return read_table(resource("pinyin/syllables.txt").read_text(encoding="utf-8"))


def _read_starters(language: str) -> tuple[QuickReply, ...]:
    content = resource(f"quick_replies/{language}.csv").read_bytes()
    return quick_reply_file.read_file(content).replies
