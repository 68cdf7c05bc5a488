"""The locked window: nothing of a patient is painted, decoded or readable until the code was typed.

Locked by Ctrl+L, after idle minutes, with the system's session and before sleep; only where the
doctor has an unlock code, as a lock without one would be a picture of a lock. Without one, too,
nothing counts as seen, records, sounds or names anybody while the system itself is locked. Nor does
anything count as seen in a window that nobody has used for minutes. In order:

    the window shows the lock screen alone; what is behind is hidden, so it is neither painted nor
    in a screen reader's tree; dialogs of the system are closed
    a draft is written, a recording ended and kept in its draft, a voice stops; pictures, outlines
    and files in memory are let go; what was copied from here is taken off the clipboard, and a
    notice that names a patient off the desktop
    what the doctor already sent goes out first: a reply that waits for the network must not wait
    for the doctor, too. Then the database is closed, and its key and that of the files forgotten

Meanwhile the session with the server stays open. What comes in is held in a bounded inbox,
unacknowledged, so the server has it still (``decisions/screen-lock.md``); it is there
at once when the window is unlocked, in the same place: the same widgets are shown again.
"""

import asyncio
import contextlib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.base.heap_limits import return_free_pages
from workstation.config import Settings
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.keys import KeyDestroyed, VaultKey, WrongCode
from workstation.domain.unsaved import Unsaved
from workstation.services.try_limit import TryLimit
from workstation.session.session import UserSession
from workstation.session.session_end import SessionEnd
from workstation.ui.kit import clipboard
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.kit.tasks import scope_of
from workstation.ui.lock.page import LockPage
from workstation.ui.shell.dialog_lock_key import DialogLockKey
from workstation.ui.shell.idle_watch import IdleWatch
from workstation.ui.shell.storage_warning import let_writes_queue
from workstation.ui.shell.system_lock import SystemLockWatch
from workstation.ui.shell.window import ShellWindow
from workstation.vault.conversation.outbox_counts import has_sendable
from workstation.vault.unsent.unsaved import unsaved

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow
    from workstation.ui.shell.desktop_notifier import DesktopNotifier

SEND_SECONDS = 5.0


class ScreenLock:
    """Locks and unlocks the window of one sign-in; ``settings`` gives those in force."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one window, put together once
        self,
        window: ShellWindow,
        main_window: "MainWindow",
        session: UserSession,
        settings: Callable[[], Settings],
        notices: "DesktopNotifier",
        session_end: SessionEnd,
    ) -> None:
        self.page: LockPage | None = None
        self._window, self._main_window, self._session = window, main_window, session
        self._unlock_code, self._settings, self._notices = session.unlock_code, settings, notices
        self._session_end, self._record = session_end, session.account.audit.record
        self._tries = TryLimit(
            session.unlock_code,
            lambda: settings().lock_max_tries,
            lambda event, detail: self._record(event, detail=detail),
        )
        self._scope, self._turn = scope_of(window), asyncio.Lock()
        self._unsaved: Unsaved | None = None
        self._is_over, self._late_reason = False, ""
        monotonic = session.clock.monotonic
        self._idle = IdleWatch(window, lambda: settings().lock_idle_minutes, monotonic)
        self.system = SystemLockWatch(window)
        self._idle.idle.connect(lambda: self.lock("idle"))
        self._idle.touched.connect(self.system.verify)
        self._idle.returned.connect(self._on_returned)
        window.is_deserted = lambda: self._idle.is_absent
        self.system.session_locked.connect(self._on_session_locked)
        self.system.locking.connect(lambda: self.lock("system"))
        self.system.awoke.connect(session.messaging.link.on_awake)
        main_window.frame.lock_asked.connect(self._on_asked)
        DialogLockKey(main_window.frame).pressed.connect(self._on_asked)
        main_window.frame.page_shown.connect(lambda _: self._show_rail())
        stop = session.unlock_code.changed.subscribe(lambda _: self._show_rail())
        main_window.frame.destroyed.connect(stop)
        self._show_rail()

    @property
    def is_possible(self) -> bool:
        """Whether there is a code to unlock with."""
        return self._unlock_code.protects and self._session.store.is_durable

    def lock(self, reason: str) -> None:
        """Lock now; ``reason`` is ``asked``, ``idle`` or ``system``."""
        if self.page is not None or not self.is_possible:
            return
        if self._is_over:
            self._late_reason = reason
            return
        self._record(AuditEvent.LOCKED, detail=reason)
        self._unsaved = None
        self.page = page = LockPage()
        profile, account = self._session.account.profile, self._session.account
        page.show_doctor(profile.display_name, account.member_id)
        page.show_reason(self._settings().lock_idle_minutes if reason == "idle" else 0)
        page.submitted.connect(
            lambda code: self._scope.spawn(self._unlock(page, code), key="unlock")
        )
        page.sign_out_asked.connect(self._session_end.set)
        page.ticked.connect(self._tick)
        self._unlock_code.lock()  # at once: a change of the code that is under way goes no further
        self._pause_window()
        self._window.cover(page)
        page.enter()
        self._tick()
        self._scope.spawn(self._suspend_when_sent(page), key="suspend")

    def stop(self) -> None:
        """Neither lock nor unlock from now on: the sign-in ends, in this turn or a later one."""
        self._is_over = True

    async def close(self) -> None:
        """End with the sign-in; locked pages stay so: whoever signs out there knows no code.

        What asks for a lock is listened to until ``release``.
        """
        self.stop()
        async with self._turn:  # what is being closed or opened is so first
            self._scope.close()
        if self.page is not None:
            self.page.show_ending()
            self.page = None
            self._window.uncover_next_page()

    def release(self) -> str:
        """Stop listening; why the next window is to be locked, if that was asked for since."""
        self.system.stop()
        self._window.set_session_locked(locked=False)
        self._window.is_deserted = lambda: False
        self._idle.deleteLater()
        self.system.deleteLater()
        return self._late_reason

    def _on_asked(self) -> None:
        if self.is_possible:
            self.lock("asked")
        elif self.page is None:
            self._main_window.frame.notify(tr("lock.no_code"))

    def _on_returned(self) -> None:
        """Count what is in sight as seen from now on: somebody is there again."""
        if self._window.is_looked_at:
            self._window.activated.emit()

    def _on_session_locked(self, locked: bool) -> None:  # noqa: FBT001 - a signal
        """Name nobody in notices, with a code or without: nobody looks at the window.

        Whoever comes by hears no patient, and no recording hears who comes by.
        """
        self._window.set_session_locked(locked=locked)
        if locked:
            self._notices.withdraw()
            if self.page is None and not self._is_over:
                self._fall_silent()

    def _show_rail(self) -> None:
        """Offer the lock where there is a code, which may be set or taken away at any time."""
        self._main_window.frame.rail.lock.setVisible(self.is_possible)

    def _pause_window(self) -> None:
        """Save what is written and recorded; play, show and offer to paste nothing."""
        clipboard.take_back()
        self._notices.withdraw()
        self._fall_silent()
        self._main_window.thumbnails.pause()
        self._main_window.overlays.pause()

    def _fall_silent(self) -> None:
        """Save what is written and recorded; stop all sound."""
        self._main_window.editors.pause()
        self._main_window.thumbnails.playback.stop()

    async def _suspend_when_sent(self, page: LockPage) -> None:
        """Close the database once nothing waits in it that could go out by itself."""
        with contextlib.suppress(StorageError):  # a full disk keeps nobody from locking
            await self._session.save_profile_draft()
        await let_writes_queue()
        with contextlib.suppress(StorageError):  # nor does one that cannot be read
            await self._wait_until_sent()
        async with self._turn:
            if self.page is not page:
                return
            await asyncio.to_thread(self._session.suspend)
        await asyncio.to_thread(return_free_pages)

    async def _wait_until_sent(self) -> None:
        """Wait until nothing is left to send. Raises ``StorageError`` if that cannot be read."""
        vault = self._session.vault
        self._unsaved = await vault.read(unsaved)
        while await vault.read(has_sendable):  # noqa: ASYNC110 - an echo is not told to who waits
            await asyncio.sleep(SEND_SECONDS)

    async def _unlock(self, page: LockPage, code: str) -> None:
        page.set_busy(busy=True)
        try:
            key = await self._unlock_code.unlock(code)
            await self._resume(key)
        except WrongCode as error:
            await self._on_wrong(page, error)
        except WorkstationError as error:
            page.show_error(_sentence(error))
        else:
            if not self._is_over:  # else the pages would be back that save no letter any more
                self._uncover()

    def _uncover(self) -> None:
        self.page = None
        self._record(AuditEvent.UNLOCKED)
        self._main_window.thumbnails.resume()
        self._window.uncover()
        self._main_window.overlays.load_pictures()
        self._main_window.on_focused()

    async def _resume(self, key: VaultKey) -> None:
        """Open the database, if it was closed. Raises ``StorageError``; then it stays locked."""
        async with self._turn:
            if not self._session.is_suspended:
                return
            try:
                await asyncio.to_thread(self._session.resume, key)
            except StorageError:
                self._unlock_code.lock()
                raise

    async def _on_wrong(self, page: LockPage, error: WrongCode) -> None:
        try:
            await self._tries.note_wrong(error)
        except KeyDestroyed as destroyed:
            self._session_end.end_because(destroyed)
        except StorageError as kept:
            page.show_error(str(error_text(kept)))
        else:
            page.show_error(self._left_text() or _sentence(error))
            self._tick()

    def _left_text(self) -> str:
        """How many tries are left and what they would cost; empty while there are enough."""
        left = self._tries.left
        if not left:
            return ""
        if self._unsaved is None:  # the disk did not say
            return tr("lock.left_unknown", left=left)
        if not self._unsaved:
            return tr("lock.left", left=left)
        counts = unsent_and_drafts(self._unsaved.unsent, self._unsaved.drafts)
        return tr("lock.left_unsent", left=left, counts=counts)

    def _tick(self) -> None:
        page = self.page
        if page is None:
            return
        page.show_time(self._session.clock.now_ms())
        page.show_wait(math.ceil(self._unlock_code.wait_seconds))
        inbox = self._session.messaging.link.inbox
        held = inbox.waiting_messages if self._session.is_suspended else 0
        if page.show_unread(self._session.store.worklist.unread_total + held) and held:
            self._notices.announce()


def _sentence(error: WorkstationError) -> str:
    """The sentence of what happened and what to do; the page counts the wait in another line."""
    text = error_text(error)
    return text.what if getattr(error, "seconds", 0) else str(text)
