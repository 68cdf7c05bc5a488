"""The items of a conversation as a Qt list, spoken by their rows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from workstation.ui.conversation.timeline.items import TimelineItem
from workstation.ui.kit.rows.entries import EntriesModel

SPOKEN = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}


class TimelineModel(EntriesModel[Any]):
    """The model of the timeline: its rows are ``TimelineItem`` values."""

    def __init__(self, speak: Callable[[TimelineItem], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speak = speak

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if index.isValid() and role in SPOKEN:
            return self._speak(self.entry(index.row()))
        return super().data(index, role)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemNeverHasChildren
            | Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
        )
