"""A sign-in that goes on with another vault: the window is made anew for it, in the same place.

That is where nothing was kept and the disk takes it now, and where damage was met in the vault,
which the next opening rebuilds. It waits until nothing lies over the pages and nobody is typing,
and then the consultation is opened again that was open before
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
from workstation.vault.damage import Damage

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow

SETTLED_SECONDS = 0.5


class VaultSwitch:
    """``desk`` is what a signed-in doctor works with, if anybody is signed in.

    ``goes_on`` says that the sign-in that just ended goes on at once, with another vault.
    """

    def __init__(
        self,
        window: ShellWindow,
        memory_only: MemoryOnlyVaults,
        desk: "Callable[[], MainWindow | None]",
    ) -> None:
        self.goes_on = False
        self._window, self._memory_only, self._desk = window, memory_only, desk
        self._scope = scope_of(window)
        self._returns_to: ConsultationId | None = None
        self._rebuilt: set[str] = set()
        self._moving: asyncio.Event | None = None

    def watch(self, account: str, damage: Damage) -> asyncio.Event:
        """Set once a sign-in is to go on with another vault, and the doctor is not in the middle.

        For ``damage`` once in a run: a disk that fails anew each time would leave nobody in peace.
        """
        moving, loop = asyncio.Event(), asyncio.get_running_loop()
        # Not the window: whoever waits for damage stays as long as the vault, and one in memory
        # outlives the sign-in.
        self._moving = moving

        def on_found() -> None:
            self._scope.spawn(self._when_free(moving.set), key="move")

        def on_damage() -> None:
            if account not in self._rebuilt and self._moving is moving:
                self._rebuilt.add(account)
                on_found()

        def hand_over(_: object) -> None:
            with contextlib.suppress(RuntimeError):  # the program ended before
                loop.call_soon_threadsafe(on_damage)

        self._memory_only.search_disk(account, on_found)
        damage.noticed.add_done_callback(hand_over)
        if self._returns_to is not None and (desk := self._desk()) is not None:
            _reopen(desk, self._returns_to)
        return moving

    def note_end(self, *, goes_on: bool) -> None:
        """The sign-in ends; whether another one is to begin where it stood."""
        self._scope.cancel("move")
        self.goes_on, self._returns_to, self._moving = goes_on, None, None
        desk = self._desk()
        if goes_on and desk is not None and desk.active is not None:
            consultation = desk.active.composer.consultation
            self._returns_to = consultation.consultation_id if consultation is not None else None

    async def _when_free(self, proceed: Callable[[], object]) -> None:
        """Call ``proceed`` once nothing is locked, nothing asked and nobody is typing."""
        desk = self._desk()
        while desk is not None and (self._window.is_covered or _is_busy(desk)):
            await asyncio.sleep(SETTLED_SECONDS)
            desk = self._desk()
        proceed()


def _is_busy(desk: "MainWindow") -> bool:
    """Whether something lies over the pages, or somebody is typing."""
    from workstation.ui.kit.layers.overlay import topmost_overlay

    return desk.editors.is_typing or bool(topmost_overlay(desk.frame))


def _reopen(desk: "MainWindow", consultation_id: ConsultationId) -> None:
    """Open a consultation once the queue has it; the doctor's own choice comes first."""
    worklist = desk.signed_in.store.worklist

    def open_if_listed(_: object = None) -> bool:
        active = desk.active
        if active is None or active.composer.consultation is not None:
            return True
        if worklist.row(consultation_id) is None:
            return False
        active.answer(consultation_id)
        return True

    if not open_if_listed():
        stop = worklist.feed.subscribe(lambda changed: stop() if open_if_listed(changed) else None)
