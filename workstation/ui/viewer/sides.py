"""The pictures on show: one, or two beside each other that move as one."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.levels import PLAIN, Adjustment
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.transform import View
from workstation.ui.viewer.viewer_photo import ViewerPhoto


class Sides(QWidget):
    """The one or two pictures on show.

    ``panes`` are left and right; ``active`` is the one that tools act on. Emits ``switched``
    (another one is active), ``zoomed`` (of the active one), ``reload_asked`` (of a side) and
    ``save_asked``. While ``linked``, what one picture does the other does too. While ``overlaid``,
    the right one lies over the left.
    """

    switched = Signal()
    zoomed = Signal(float)
    reload_asked = Signal(int)
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panes = (ViewerPane(), ViewerPane())
        self.comparing, self.linked, self.overlaid = False, True, False
        self.number, self._ringed = 0, False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for side, pane in enumerate(self.panes):
            row.addWidget(pane, 1)
            self._connect(side, pane)
        self.panes[1].hide()

    @property
    def active(self) -> ViewerPane:
        """The side that tools act on."""
        return self.panes[self.number]

    @property
    def names(self) -> dict[ViewerPane, str]:
        """The sides on show, each with a word for it while there are two."""
        words = (tr("viewer.left"), tr("viewer.right")) if self.comparing else ("",)
        return dict(zip(self.panes, words, strict=False))

    @property
    def spoken(self) -> str:
        """What is on show, for a screen reader."""
        on_show = [
            (word, pane.photo) for pane, word in self.names.items() if pane.photo is not None
        ]
        return "; ".join(" ".join(filter(None, (word, photo.spoken))) for word, photo in on_show)

    def spoken_among(self, number: int, count: int) -> str:
        """What is on show, and which of how many; ``number`` 0 while two are compared."""
        place = tr("viewer.title_one", number=number, count=count) if number else ""
        return tr("queue.comma").join(filter(None, (self.spoken, place))) or tr("viewer.none")

    @staticmethod
    def announce_end() -> None:
        """Tell a screen reader that the strip ends here: nothing on show has changed."""
        announcer.announce(tr("viewer.no_more"), topic="picture")

    def announce_view(self, act: Callable[[], object]) -> None:
        """Do ``act``, and tell a screen reader how the picture is shown, if that has changed."""
        pane = self.active
        photo, before = pane.photo, pane.spoken_view
        act()
        is_same = pane is self.active and pane.photo is photo and pane.ready
        if is_same and pane.isVisible() and pane.spoken_view != before:
            announcer.announce(pane.spoken_view, topic="view")

    @property
    def urls(self) -> set[str]:
        """The pictures that are on a side now."""
        return {pane.photo.url for pane in self.panes if pane.photo is not None}

    def panes_with(self, matches: Callable[[ViewerPhoto], bool]) -> list[ViewerPane]:
        """The sides with such a picture."""
        return [pane for pane in self.panes if pane.photo is not None and matches(pane.photo)]

    def compare(self, *, on: bool, active: int) -> None:
        """Show two pictures beside each other, or one; tools act on that side."""
        self.comparing, self.overlaid = on, False
        self.panes[1].setVisible(on)
        self.activate(active)

    def overlay(self, *, on: bool) -> None:
        """Lay the right picture over the left one, or put it beside it again."""
        self.overlaid = on
        self.panes[1].setVisible(self.comparing and not on)
        self.activate(0)

    @property
    def beside(self) -> bool:
        """Whether two pictures stand beside each other, one of them active."""
        return self.comparing and not self.overlaid

    def link(self, on: bool) -> None:  # noqa: FBT001 - a button's own signal
        """Link both pictures, so that each repeats the other's steps, or unlink them."""
        self.linked = on

    def activate(self, number: int) -> None:
        """Let tools act on a side."""
        self.number = number
        self._update_frames()
        self.switched.emit()

    def show_ring(self, *, visible: bool) -> None:
        """Frame the active picture also while there is one alone, as the keyboard is there."""
        self._ringed = visible
        self._update_frames()

    def switch(self) -> None:
        """Let tools act on the other side."""
        self.activate(1 - self.number)
        spoken = self.active.photo.spoken if self.active.photo is not None else tr("viewer.none")
        side = self.names.get(self.active, "")
        announcer.announce(f"{side} {spoken}".strip(), topic="picture", urgent=True)

    def adjust(self, adjustment: Adjustment) -> None:
        """Show the active picture adjusted."""
        self.active.adjust(adjustment)

    def reset(self) -> None:
        """Show the active picture as it came: whole, unturned, unadjusted."""
        self.active.canvas.reset()
        self.active.adjust(PLAIN)
        self.switched.emit()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        for pane in self.panes:
            pane.retranslate()
        self.update_names()

    def update_names(self) -> None:
        """Name the sides left and right while there are two."""
        names = self.names
        for pane in self.panes:
            pane.head.side.show_text(names.get(pane, ""))
            pane.head.side.setVisible(bool(names.get(pane)))

    def _connect(self, side: int, pane: ViewerPane) -> None:
        pane.activated.connect(lambda: self.activate(side))
        pane.canvas.viewed.connect(lambda before, view: self._on_viewed(side, before, view))
        pane.canvas.refitted.connect(lambda: self._on_refitted(side))
        pane.retry.connect(lambda: self.reload_asked.emit(side))
        pane.save_asked.connect(lambda: self._save(side))

    def _update_frames(self) -> None:
        framed = self.comparing or self._ringed
        for side, pane in enumerate(self.panes):
            pane.set_active(active=framed and side == self.number)

    def _on_refitted(self, side: int) -> None:
        if side == self.number:
            self.zoomed.emit(self.active.canvas.view.zoom)

    def _on_viewed(self, side: int, before: View, view: View) -> None:
        self._on_refitted(side)
        if self.comparing and self.linked:
            self.panes[1 - side].canvas.follow_linked(before, view)

    def _save(self, side: int) -> None:
        self.activate(side)
        self.save_asked.emit()
