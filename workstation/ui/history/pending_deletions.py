"""Deletions held back behind their snack bars: undone one by one, carried out when a bar closes."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from workstation.domain.ids import ConsultationId
from workstation.services.deletion import Deletion, HeldDeletion
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon


class PendingDeletions:
    """One bar for each batch, the newest lowest; ``spawn`` runs what outlives the page."""

    def __init__(
        self,
        over: QWidget,
        deletion: Deletion,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._over, self._deletion, self._spawn = over, deletion, spawn
        self._bars: list[tuple[SnackBar, HeldDeletion]] = []

    def hold(self, consultation_ids: Sequence[ConsultationId]) -> None:
        """Take these from sight, and offer to bring them back."""
        batch = self._deletion.hold(consultation_ids)
        text = tr("history.deleted", count=len(consultation_ids))
        bar = SnackBar(self._over, text, action=tr("history.undo"), icon=Icon.UNDO)
        self._bars.append((bar, batch))
        bar.acted.connect(lambda: self._undo(bar, batch))
        bar.expired.connect(lambda: self._carry_out(bar, batch))
        bar.start()
        self._stack()

    def undo_last(self) -> None:
        """Bring the newest batch back."""
        if self._bars:
            bar, _held = self._bars[-1]
            bar.button.click()

    def _undo(self, bar: SnackBar, batch: HeldDeletion) -> None:
        self._drop(bar)
        self._deletion.undo(batch)

    def _carry_out(self, bar: SnackBar, batch: HeldDeletion) -> None:
        self._drop(bar)
        self._spawn(self._deletion.carry_out(batch))

    def _drop(self, bar: SnackBar) -> None:
        self._bars = [entry for entry in self._bars if entry[0] is not bar]
        self._stack()

    def _stack(self) -> None:
        step = SIZE.bar + SPACE.x2
        for place, (bar, _held) in enumerate(reversed(self._bars)):
            bar.raise_by(place * step)
