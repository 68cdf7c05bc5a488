"""How far work on a picture has come, told to a screen reader; the eye sees it on a bar."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr


class SpokenSteps:
    """Says of a bar what is new on it while it is in sight, each of ``topics`` for itself.

    When the bar first comes, also what its keys do; when it goes, the text of ``ended``. A bar that
    goes together with all that is around it says nothing.
    """

    def __init__(self, bar: QWidget, topics: Sequence[str], ended: str) -> None:
        self._bar, self._topics, self._ended = bar, topics, ended
        self._before: tuple[str, ...] = ()
        self._knows_keys = False

    def show(self, *sentences: str) -> None:
        """Say what stands on the bar now, in the order of the topics; an empty one is left out."""
        before, self._before = self._before, sentences if self._bar.isVisible() else ()
        around = self._bar.parentWidget()
        if before and not self._before and around is not None and around.isVisible():
            announcer.announce(tr(self._ended), topic=self._topics[-1])
        earlier = before or ("",) * len(self._topics)
        for topic, now, then in zip(self._topics, self._before, earlier, strict=False):
            if now != then:
                announcer.announce(now, topic=topic)
        if self._before and not self._knows_keys:
            self._knows_keys = announcer.is_needed
            announcer.announce(tr("measure.by_keys"), topic="by keys")
