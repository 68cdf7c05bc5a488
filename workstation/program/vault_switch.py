"""A sign-in that goes on with another vault: the window is made anew for it, in the same place.

That is where nothing was kept and the disk takes it now, and where damage was met in the vault,
which the next opening rebuilds. It waits until nothing lies over the pages and nobody is typing or
about to leave, and then the consultation is opened again that was open before
(``decisions/memory-only-vault.md``).
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.window import ShellWindow
from workstation.vault.engine.damage import Damage

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow

SETTLED_SECONDS = 0.5


class VaultSwitch:
    """Goes on with another database, and makes the window anew for it.

    ``main_window`` gives what a signed-in doctor works with, if anybody is signed in.
    ``is_leaving`` says whether somebody signs out or closes the window, and waits for the disk.
    ``goes_on`` says that the sign-in that just ended goes on at once, with another vault.
    """

    def __init__(
        self,
        window: ShellWindow,
        memory_only: MemoryOnlyVaults,
        main_window: "Callable[[], MainWindow | None]",
        is_leaving: Callable[[], bool],
    ) -> None:
        self.goes_on = False
        self._window, self._memory_only, self._main_window = window, memory_only, main_window
        self._is_leaving = is_leaving
        self._scope = scope_of(window)
        self._returns_to: ConsultationId | None = None
        self._rebuilt: set[str] = set()
        self._moving: asyncio.Event | None = None
        self._release_lock: Callable[[], str] = str  # there is none: no reason to lock

    def watch(self, account: str, damage: Damage) -> asyncio.Event:
        """The event set once the sign-in is to go on with another vault and the doctor is idle.

        For ``damage`` once in a run: a disk that fails anew each time would leave nobody in peace.
        """
        moving, loop = asyncio.Event(), asyncio.get_running_loop()
        # Not the window: whoever waits for damage stays as long as the vault, and one in memory
        # outlives the sign-in.
        self._moving = moving

        def on_found() -> None:
            self._scope.spawn(self._proceed_when_free(moving.set), key="move")

        def on_damage() -> None:
            if account not in self._rebuilt and self._moving is moving:
                self._rebuilt.add(account)
                on_found()

        def hand_over(_: object) -> None:
            with contextlib.suppress(RuntimeError):  # the program ended before
                loop.call_soon_threadsafe(on_damage)

        self._memory_only.search_disk(account, on_found)
        damage.noticed.add_done_callback(hand_over)
        if self._returns_to is not None and (main_window := self._main_window()) is not None:
            _reopen(main_window, self._returns_to)
        return moving

    @property
    def is_free(self) -> bool:
        """Whether nothing is locked, nothing asked and nobody is typing or about to leave."""
        if self._is_leaving():
            return False  # a sign-out is of this sign-in, and the next one would not hear of it
        main_window = self._main_window()
        return main_window is None or not (self._window.is_covered or _is_busy(main_window))

    def wait_again(self, moving: asyncio.Event) -> None:
        """Wait once more: somebody locked the window or began to type in the same turn."""
        moving.clear()
        self._scope.spawn(self._proceed_when_free(moving.set), key="move")

    def note_end(self, release_lock: Callable[[], str], *, goes_on: bool) -> None:
        """Note that the sign-in ends; whether another one is to begin where it stood.

        ``release_lock`` ends what asks for a lock: meanwhile somebody may walk away.
        """
        self._scope.cancel("move")
        if goes_on:
            self._release_lock = release_lock
        else:
            release_lock()
        self.goes_on, self._returns_to, self._moving = goes_on, None, None
        main_window = self._main_window()
        if goes_on and main_window is not None and main_window.active is not None:
            consultation = main_window.active.composer.consultation
            self._returns_to = consultation.consultation_id if consultation is not None else None

    def take_lock(self) -> str:
        """Take the reason to lock this window at once, if the one before it was to be."""
        release, self._release_lock = self._release_lock, str
        return release()

    async def _proceed_when_free(self, proceed: Callable[[], object]) -> None:
        """Call ``proceed`` once ``is_free``."""
        while not self.is_free:  # noqa: ASYNC110 - nobody tells when somebody stops typing
            await asyncio.sleep(SETTLED_SECONDS)
        proceed()


def _is_busy(main_window: "MainWindow") -> bool:
    """Whether something lies over the pages, or somebody is typing."""
    from workstation.ui.kit.layers.overlay import topmost_overlay

    return main_window.editors.is_typing or bool(topmost_overlay(main_window.frame))


def _reopen(main_window: "MainWindow", consultation_id: ConsultationId) -> None:
    """Open a consultation once the queue has it; the doctor's own choice comes first."""
    worklist = main_window.signed_in.store.worklist

    def open_if_listed(_: object = None) -> bool:
        active = main_window.active
        if active is None or active.composer.consultation is not None:
            return True
        if worklist.row(consultation_id) is None:
            return False
        active.answer(consultation_id)
        return True

    if not open_if_listed():
        stop = worklist.feed.subscribe(lambda changed: stop() if open_if_listed(changed) else None)
