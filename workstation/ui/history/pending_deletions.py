"""Deletions held back behind their snack bars: undone one by one, carried out when a bar closes."""

from collections.abc import Callable, Sequence

from workstation.base.task_scope import Spawn
from workstation.domain.ids import ConsultationId
from workstation.services.deletion import Deletion, HeldDeletion
from workstation.ui.history.pane import HistoryPane
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE


class PendingDeletions:
    """Deletions to undo, a bar each, the newest lowest; ``spawn`` runs what outlives the page.

    ``name_of`` gives the patient of a consultation, who is named where it is one alone.
    """

    def __init__(
        self,
        pane: HistoryPane,
        deletion: Deletion,
        spawn: Spawn,
        name_of: Callable[[ConsultationId], str],
    ) -> None:
        self._pane, self._deletion, self._spawn, self._name_of = pane, deletion, spawn, name_of
        self._bars: list[tuple[UndoBar, HeldDeletion]] = []

    def hold(self, consultation_ids: Sequence[ConsultationId]) -> None:
        """Take these from sight, and offer to bring them back."""
        batch = self._deletion.hold(consultation_ids)
        text = self._named("deleted_here", consultation_ids)
        spoken, undone = (self._named(what, consultation_ids) for what in ("deleted", "restored"))
        bar = UndoBar(self._pane, text, spoken=spoken, undone=undone)
        self._bars.append((bar, batch))
        bar.acted.connect(lambda: self._undo(bar, batch))
        bar.expired.connect(lambda: self._carry_out(bar, batch))
        bar.measured.connect(self._stack)
        bar.start()
        self._stack()

    def _undo(self, bar: UndoBar, batch: HeldDeletion) -> None:
        self._drop(bar)
        self._deletion.undo(batch)

    def _named(self, what: str, consultation_ids: Sequence[ConsultationId]) -> str:
        """What was deleted, in words: one by its name, several by their number."""
        if len(consultation_ids) == 1:
            return tr(f"history.one_{what}", name=self._name_of(consultation_ids[0]))
        return tr(f"history.{what}", count=len(consultation_ids))

    def _carry_out(self, bar: UndoBar, batch: HeldDeletion) -> None:
        self._drop(bar)
        self._spawn(self._deletion.carry_out(batch))

    def _drop(self, bar: UndoBar) -> None:
        self._bars = [entry for entry in self._bars if entry[0] is not bar]
        self._stack()

    def _stack(self) -> None:
        height = 0
        for bar, _held in reversed(self._bars):
            bar.raise_by(height)
            height += bar.body_height + SPACE.x2
        self._pane.list.leave_free(height + SPACE.x6 if height else 0)
