"""What a list of texts was before each change by hand, so that Ctrl Z can go back."""

from collections import deque
from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtGui import QKeyEvent, QKeySequence

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr

MAX_STEPS = 100


def is_undo(event: QKeyEvent) -> bool:
    """Whether a key takes the last change back."""
    return event.matches(QKeySequence.StandardKey.Undo)


def first_difference(texts: Sequence[str], others: Sequence[str]) -> int:
    """Where two lists cease to be the same."""
    pairs = zip(texts, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


class EarlierTexts:
    """Remembers states of one list, from when it was last shown by somebody else."""

    def __init__(self) -> None:
        self._now: tuple[str, ...] = ()
        self._before: deque[tuple[str, ...]] = deque(maxlen=MAX_STEPS)

    def begin(self, texts: Sequence[str]) -> None:
        """Begin with a list that is shown: there is nothing to go back to."""
        self._now = tuple(texts)
        self._before.clear()

    def note(self, texts: Sequence[str]) -> None:
        """Note a change of the list by hand."""
        self._before.append(self._now)
        self._take(tuple(texts))

    def go_back(self) -> tuple[str, ...] | None:
        """The list before the last change, or None where there was none."""
        if not self._before:
            return None
        self._take(self._before.pop())
        return self._now

    def _take(self, texts: tuple[str, ...]) -> None:
        """Take a new list; announce what went and came, as a reader reads the other changes."""
        before, self._now = self._now, texts
        if len(before) != len(texts):
            removed = [tr("widgets.removed", text=each) for each in before if each not in texts]
            added = [tr("widgets.added", text=each) for each in texts if each not in before]
            announcer.announce(tr("widgets.breath").join([*removed, *added]), topic="lines")
