"""Leaving a sign-in or the program: what is lost with it is named first, where anything is.

A run that works in memory loses something, and so do words that a full disk did not take, and those
typed over a message; everything else is on the disk before the screen shows it. The desktop's own
end of the session is held up for the question where it lets us. A computer that goes down waits for
no answer: the question goes by itself once nothing would be lost any more.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from workstation.base.event_wait import wait_at_most
from workstation.domain.backoff import DISK
from workstation.domain.errors import StorageError
from workstation.domain.unsaved import Unsaved, UnsavedWords
from workstation.services.profile import ProfileDraft
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.session.session_end import SessionEnd
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.window import ShellWindow

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow

WRITE_SECONDS = 1.0
MAX_COUNTS = 5


class DesktopLogoff(Protocol):
    """What Qt hands over when the desktop's session ends."""

    def allowsInteraction(self) -> bool:  # noqa: N802 - Qt's name
        """Whether a question may be asked now."""

    def cancel(self) -> None:
        """Cancel the end of the session."""


class LeaveConfirmation:
    """Asks, before a sign-in or the program is left, where anything would be lost.

    ``main_window`` is what a signed-in doctor works with, if anybody is signed in. ``on_leaving``
    is called in the turn in which it is decided: what is typed after that is not asked about.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what would be lost, and who is told
        self,
        window: ShellWindow,
        memory_only: MemoryOnlyVaults,
        unsaved_words: Mapping[str, UnsavedWords],
        profile_drafts: Mapping[str, ProfileDraft],
        main_window: "Callable[[], MainWindow | None]",
        on_leaving: Callable[[], object] = lambda: None,
    ) -> None:
        self._window, self._memory_only, self._main_window = window, memory_only, main_window
        self._on_leaving = on_leaving
        self._unsaved_words, self._profile_drafts = unsaved_words, profile_drafts
        self._scope = scope_of(window)
        self._asking: asyncio.Task[None] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether what would be lost is counted or asked about: a doctor is about to leave."""
        return self._asking is not None and not self._asking.done()

    def ask(
        self,
        proceed: Callable[[], object],
        discard: Callable[[], object] | None = None,
        accepted: Unsaved | None = None,
    ) -> None:
        """Call ``proceed`` where nothing is lost, and ``discard`` where the doctor gives it up.

        ``accepted`` is what the doctor was told and gave up already.
        """
        leave, give_up = partial(self._leave, proceed), partial(self._leave, discard or proceed)
        self._save_words()
        if self._is_all_on_disk:
            leave()
        else:
            self._asking = self._scope.spawn(self._ask(leave, give_up, accepted), key="leave")

    def _leave(self, proceed: Callable[[], object]) -> None:
        proceed()
        self._on_leaving()

    @property
    def _is_all_on_disk(self) -> bool:
        return self._memory_only.is_empty and not self._has_unsaved_words

    @property
    def _has_unsaved_words(self) -> bool:
        return any(self._unsaved_words.values()) or self._unsaved_profiles() > 0

    def _unsaved_profiles(self) -> int:
        """How many profiles are unsaved; none while their page is on the screen: it asks itself."""
        return 0 if self._is_page_visible else self._edited_profiles()

    @property
    def _is_page_visible(self) -> bool:
        return self._main_window() is not None and not self._window.is_covered

    def _edited_profiles(self) -> int:
        drafts = self._profile_drafts.values()
        return sum(draft.base is not None and not draft.is_stored for draft in drafts)

    def follow(self, main_window: "MainWindow", session_end: SessionEnd) -> None:
        """End the sign-in as the doctor asks in this window; a wipe has been asked about."""

        def end(accepted: Unsaved | None = None) -> None:
            main_window.confirm_leaving(
                lambda: self.ask(session_end.set, session_end.discard, accepted)
            )

        main_window.sign_out.asked.connect(self._save_words)
        main_window.sign_out.keep_chosen.connect(end)
        main_window.sign_out.loss_chosen.connect(end)
        main_window.sign_out.wipe_chosen.connect(session_end.wipe)

    def on_desktop_logoff(self, end: DesktopLogoff) -> None:
        """Ask, as at closing the window: the desktop logs off."""
        if not self._would_lose() or not end.allowsInteraction():
            return
        end.cancel()
        self._window.come_forward()
        self._window.closing.emit()

    async def _ask(
        self,
        proceed: Callable[[], object],
        discard: Callable[[], object],
        accepted: Unsaved | None,
    ) -> None:
        from workstation.ui.shell.storage_warning import ask_about_losses, let_writes_queue

        await let_writes_queue()
        losses = await self._count_losses()
        if self._is_safe(losses):
            proceed()
            return
        if losses is not None and losses == accepted:
            discard()
            return
        main_window, retry = self._main_window(), self._memory_only.disk_retry
        over = self._window if main_window is None or self._window.is_covered else main_window.frame
        question = ask_about_losses(over, losses, retry.error if retry else None, discard)
        answered = asyncio.Event()
        question.answered.connect(lambda _: answered.set())
        question.destroyed.connect(answered.set)  # with the page of a sign-in that ended
        if await self._becomes_safe(answered):
            question.answer(question.cancel_name)
            proceed()

    async def _becomes_safe(self, answered: asyncio.Event) -> bool:
        """Whether nothing would be lost any more before the question is answered."""
        pauses = DISK.waits()
        while True:
            await wait_at_most(answered, next(pauses))
            self._save_words()
            if answered.is_set() or self._is_safe(await self._count_losses()):
                return not answered.is_set()

    async def _count_losses(self) -> Unsaved | None:
        """What memory alone has, with what was typed while that was counted; ``None`` in doubt."""
        for _ in range(MAX_COUNTS):
            losses = await self._try_disks()
            self._save_words()
            if losses is None or losses or not self._has_unsaved_words:
                return losses
        return None

    async def _try_disks(self) -> Unsaved | None:
        """Try each disk that was found; what memory alone still has, ``None`` in doubt."""
        await self._memory_only.try_disks()
        try:
            return await self._read_losses()
        except StorageError:
            return None

    def _is_safe(self, losses: Unsaved | None) -> bool:
        return self._is_all_on_disk or (losses is not None and not losses)

    async def _read_losses(self) -> Unsaved:
        """Count what memory alone has. Raises ``StorageError``."""
        losses = await asyncio.to_thread(self._memory_only.read_losses)
        with contextlib.suppress(TimeoutError):  # locked, or on a disk that hangs
            async with asyncio.timeout(WRITE_SECONDS):
                await self._wait_for_writes()
                if self._has_unsaved_words:  # words may have been tried anew meanwhile
                    await self._wait_for_writes()
        names = [] if self._window.is_covered else _patients(self._main_window())
        named = Unsaved(drafts=self._unsaved_profiles(), patients=tuple(names))
        return sum((words.losses for words in self._unsaved_words.values()), losses + named)

    async def _wait_for_writes(self) -> None:
        """Wait until what is being written is on the disk or refused. Raises ``StorageError``."""
        from workstation.ui.shell.storage_warning import let_writes_queue

        await let_writes_queue()
        if (main_window := self._main_window()) is not None:
            await main_window.signed_in.account.read_unsaved()  # behind what is being written

    def _would_lose(self) -> bool:
        """Whether anything is written that the disk has not; in doubt it is."""
        self._save_words()
        drafts = self._profile_drafts.values()
        if self._edited_profiles() or (self._is_page_visible and any(d.edited for d in drafts)):
            return True  # also one that the disk has: other computers and patients do not see it
        if self._is_all_on_disk:
            return False
        main_window = self._main_window()
        typed = main_window is not None and main_window.editors.has_text
        try:
            return self._has_unsaved_words or typed or bool(self._memory_only.read_losses())
        except StorageError:
            return True

    def _save_words(self) -> None:
        if (main_window := self._main_window()) is not None:
            main_window.editors.save()


def _patients(main_window: "MainWindow | None") -> Iterator[str]:
    """The patients whom the words are about; a colleague's patients are named to nobody."""
    if main_window is None:
        return
    worklist, words = main_window.signed_in.store.worklist, main_window.signed_in.account.words
    for consultation_id in words.consultation_ids():
        if (row := worklist.row(consultation_id)) is not None:
            yield row.consultation.patient_name
    for consultation, _text in words.all_notes.values():
        yield consultation.patient_name
