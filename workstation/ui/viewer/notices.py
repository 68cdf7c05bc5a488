"""What is said while the viewer is open: over it, as it covers the page."""

from collections.abc import Callable

from workstation.ui.kit.layers.reading_time import reading_ms
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.theme import SPACE
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.viewer.viewer import Viewer

LEAST_MS = 5_000
"""Less than over a page: it lies over the picture that is looked at."""


class ViewerNotices:
    """The viewer's notices.

    They lie over the viewer that ``find_viewer`` gives, above its own bars; over the page without
    one.
    """

    def __init__(self, frame: WindowFrame, find_viewer: Callable[[], Viewer | None]) -> None:
        self._frame, self._find_viewer = frame, find_viewer
        self._under_way: list[SnackBar] = []

    def notify(self, text: str) -> None:
        """Say a sentence once."""
        viewer = self._find_viewer()
        if viewer is None:
            self._frame.notify(text)
        else:
            self._start(
                SnackBar(viewer, text, lasts_ms=reading_ms(text, least_ms=LEAST_MS)), viewer
            )

    def begin(self, text: str, action: str) -> SnackBar:
        """Show what is under way until that is ended, below what is said meanwhile."""
        viewer = self._find_viewer()
        if viewer is None:
            return self._frame.notice_bar.begin(text, action)
        bar = SnackBar(viewer, text, action=action, lasts_ms=0)
        self._start(bar, viewer)
        self._under_way.append(bar)
        for ended in (bar.acted, bar.expired, bar.destroyed):
            ended.connect(lambda: self._drop(bar))
        return bar

    def leave(self) -> None:
        """Show over the page what is still under way: the viewer is closed."""
        for bar in self._under_way:
            self._frame.notice_bar.take_over(bar)
        self._under_way.clear()

    def _drop(self, bar: SnackBar) -> None:
        self._under_way = [each for each in self._under_way if each is not bar]

    def _start(self, bar: SnackBar, viewer: Viewer) -> None:
        tools = (*viewer.modes.bars, viewer.toolbar, viewer.film)
        foot = sum(each.height() for each in tools if each.isVisible())
        bar.raise_by(foot + sum(each.body_height + SPACE.x2 for each in self._under_way))
        bar.start()
