"""Which rows are ticked: pure values, so that every rule of it can be tried without a window."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt


class Ticks:
    """Ticked keys among the ones shown; a key that is no longer shown is not ticked."""

    def __init__(self) -> None:
        self._keys: tuple[Hashable, ...] = ()
        self._ticked: frozenset[Hashable] = frozenset()
        self._last: Hashable | None = None

    def show(self, keys: Sequence[Hashable]) -> None:
        """Take these rows as those that are on the screen."""
        self._keys = tuple(keys)
        self._ticked &= frozenset(self._keys)

    def toggle(self, key: Hashable, *, through: bool = False) -> None:
        """Tick a row or not; ``through`` gives all rows since the last one the same."""
        on = key not in self._ticked
        keys = self._between(key) if through else (key,)
        self._ticked = self._ticked | set(keys) if on else self._ticked - set(keys)
        self._last = key

    def tick_all(self) -> None:
        """Tick every row shown."""
        self._ticked = frozenset(self._keys)

    def tick_none(self) -> None:
        """Tick none."""
        self._ticked, self._last = frozenset(), None

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """The ticked keys in the order shown."""
        return tuple(key for key in self._keys if key in self._ticked)

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._keys)

    @property
    def state(self) -> Qt.CheckState:
        """None, some or all of the rows shown."""
        if not self._ticked:
            return Qt.CheckState.Unchecked
        every = len(self._ticked) == len(self._keys)
        return Qt.CheckState.Checked if every else Qt.CheckState.PartiallyChecked

    def __contains__(self, key: object) -> bool:
        return key in self._ticked

    def __len__(self) -> int:
        return len(self._ticked)

    def _between(self, key: Hashable) -> tuple[Hashable, ...]:
        if self._last not in self._keys or key not in self._keys:
            return (key,)
        ends = sorted((self._keys.index(self._last), self._keys.index(key)))
        return self._keys[ends[0] : ends[1] + 1]
