"""The picture viewer: one picture, or two compared (the design, 04); the same in both themes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.measurement import MeasurementSheet
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.theme import VIEWER, theme
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.viewer.controls import ViewerBar
from workstation.ui.viewer.filmstrip import Filmstrip
from workstation.ui.viewer.focus_cycle import KEYBOARD_REASONS, cycle_focus, insert_above
from workstation.ui.viewer.keys import Act, action_of
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.measure_bar import MeasureBar
from workstation.ui.viewer.modes import Modes
from workstation.ui.viewer.pairing import pair_up
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.sides import Sides
from workstation.ui.viewer.tool_wiring import connect_tools
from workstation.ui.viewer.toolbar import Toolbar
from workstation.ui.viewer.top_bar import TopBar
from workstation.ui.viewer.viewer_photo import ViewerPhoto

STRIP_FROM = 640


class Viewer(SpokenAs, QWidget):
    """The viewer of one picture or two.

    Emits ``requested`` (a picture to load), ``closed``, and what is to leave the program.
    ``move_asked`` wants it into a window of its own, or back. ``photos`` are all of the strip;
    ``retranslated`` tells that their texts are to be made anew. ``requested`` names the side too,
    and is answered by ``show_levels`` and ``show_sheet``, or by ``show_failure``. ``measured``
    gives what is measured now in a picture of that content.
    """

    spoken_role = Role.Dialog
    requested = Signal(ViewerPhoto, int)
    save_asked = Signal(ViewerPhoto)
    measured_save_asked = Signal(ViewerPhoto, Levels, MeasurementSheet)
    copy_asked = Signal(ViewerPhoto, Levels)
    measured = Signal(ViewerPhoto, str, MeasurementSheet)
    move_asked = Signal()
    retranslated = Signal()
    closed = Signal()

    def __init__(self, media: MediaLookup, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photos: tuple[ViewerPhoto, ...] = ()
        self._left_out = 0
        self._levels: dict[str, Levels] = {}
        self.bar = TopBar(name)
        self.sides = Sides()
        self.measures = MeasureBar()
        self.toolbar = Toolbar()
        self.film = Filmstrip(media)
        self.modes = Modes(self.sides, self.bar, self.measures, self._number, self._add_bar, self)
        self.measuring = self.modes.measuring
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._arrange()
        self._connect()
        self.set_compare(on=False)
        self.retranslate()
        theme.changed.connect(self._fit, Qt.ConnectionType.QueuedConnection)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground: where parts meet within a pixel, the page behind would shine through."""
        QPainter(self).fillRect(event.rect(), VIEWER.bg)

    def levels_of(self, url: str) -> Levels | None:
        """A picture that is there, decoded."""
        return self._levels.get(url)

    def show_photos(
        self,
        photos: Sequence[ViewerPhoto],
        key: str = "",
        *,
        left_out: int = 0,
        partial: bool = False,
    ) -> None:
        """Show these in the strip; with ``key``, that one large. Pictures on show stay.

        ``left_out`` older ones are not among them; ``partial`` says that there may be more.
        """
        self.photos, self._left_out = tuple(photos), left_out
        self.bar.show_partial(partial=partial)
        self.film.strip.show_photos(self.photos)
        numbers = {photo.key: number for number, photo in enumerate(self.photos)}
        for side, pane in enumerate(self.sides.panes):
            if pane.photo is not None and pane.photo.key in numbers:
                self._show_again(side, pane.photo, numbers[pane.photo.key])
            elif not self.photos:
                pane.show_empty()
        self._fit()
        if key in numbers:
            self.show_in(0, numbers[key])
        self._update_bars()

    def show_in(self, side: int, number: int) -> None:
        """Show a picture of the strip, counted from 0, on one side: 0 is left, 1 right."""
        if not 0 <= number < len(self.photos):
            self.sides.announce_end()
            return
        photo, pane = self.photos[number], self.sides.panes[side]
        pane.show_photo(photo)
        if photo.url in self._levels:
            pane.show_levels(self._levels[photo.url])
        self.requested.emit(photo, side)
        self._update_bars()

    def show_levels(self, url: str, levels: Levels) -> None:
        """Show a picture that was waited for."""
        for pane in self.sides.panes_with(lambda photo: photo.url == url):
            if not pane.ready:
                pane.show_levels(levels)
        # The large pictures on show and no others are kept.
        there = {**self._levels, url: levels}
        self._levels = {url: there[url] for url in self.sides.urls & there.keys()}
        self._update_bars()

    def show_sheet(self, key: str, digest: str, sheet: MeasurementSheet) -> None:
        """Show what was measured in a picture before."""
        for pane in self.sides.panes_with(lambda photo: photo.key == key):
            if pane.digest == digest:
                pane.show_sheet(sheet)
        self._update_bars()

    def show_failure(self, url: str, title: str, sentence: str) -> None:
        """Say that a picture that was waited for cannot be shown."""
        for pane in self.sides.panes_with(lambda photo: photo.url == url):
            pane.show_failure(title, sentence)
        self._update_bars()

    def release_pictures(self) -> None:
        """Let go of every picture: what is closed may live on for a while."""
        self._levels.clear()
        for pane in self.sides.panes:
            pane.canvas.show_picture(None)
        self.modes.release_pictures()

    def step(self, by: int) -> None:
        """Go to the next picture on the active side with 1, to the one before with -1."""
        self.show_in(self.sides.number, self._number(self.sides.active) + by)

    def go_to(self, number: int) -> None:
        """Go to the first picture (0) or the last (-1) on the active side."""
        self.show_in(self.sides.number, number % max(len(self.photos), 1))

    def set_compare(self, *, on: bool) -> None:
        """Show two pictures side by side, or one."""
        self.modes.set_aligning(on=False)
        self.bar.show_comparing(on=on)
        other = 0
        if on:
            other = pair_up(self.sides.panes, self._number, len(self.photos), self.show_in)
        self.sides.compare(on=on, active=other)

    def save(self) -> None:
        """Ask for a place to save the active picture at, measurements left out unless wished."""
        pane = self.sides.active
        save_plain = partial(self.save_asked.emit, pane.photo)
        if pane.ready and pane.sketch.sheet.shapes:
            picture, sheet = pane.canvas.levels, pane.sketch.sheet
            save_measured = partial(self.measured_save_asked.emit, pane.photo, picture, sheet)
            self.bar.offer_saving(save_plain, save_measured)
        elif pane.photo is not None:
            save_plain()

    def copy(self) -> None:
        """Ask for the active picture on the clipboard."""
        pane = self.sides.active
        if pane.ready:
            self.copy_asked.emit(pane.photo, pane.canvas.levels)

    def go_back(self) -> None:
        """Leave measuring or aligning, the window of its own, or the viewer."""
        if not self.modes.leave():
            self.bar.leave()

    def cycle_focus(self, by: int) -> None:
        """Bring the keyboard to the next bar."""
        cycle_focus(self, (self.bar, *self.modes.bars, self.toolbar, self.film), by)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        for part in (self.bar, self.sides, self.toolbar, *self.modes.bars, self.film):
            part.retranslate()
        self._update_bars()
        self.retranslated.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the viewer's keys from being shortcuts of the window behind it."""
        is_shortcut = event.type() is QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and self._act_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the active picture if keys brought the keyboard to the pictures."""
        super().focusInEvent(event)
        self.sides.show_ring(visible=event.reason() in KEYBOARD_REASONS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.sides.show_ring(visible=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use a key: for measuring first, then as the design's table says."""
        pointer = self.sides.active.canvas.pointer_input
        if pointer is not None and pointer.handle_key(event):
            return
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            self.sides.announce_view(partial(act, self))

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """Change the active side of two by Tab on the pictures; Qt asks for what it hides, too."""
        if self.sides.beside and self.hasFocus() and self.isVisible():
            self.sides.switch()
            return True
        return super().focusNextPrevChild(next_one)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words and tone out of a narrow viewer, and the strip out of a low one."""
        super().resizeEvent(event)
        self._fit()

    def _add_bar(self, bar: ViewerBar) -> None:
        """Add a bar over the toolbar, as that of measuring."""
        insert_above(self._column, bar, self.toolbar, self.toolbar.less)
        bar.fit_width(self.width())  # whose it is knows it only afterwards

    def _fit(self) -> None:
        for bar in (self.bar, self.toolbar, *self.modes.bars):
            bar.fit_width(self.width())
        several = len(self.photos) > 1 or self.film.fit_only.isChecked()
        self.film.setVisible(self.height() >= theme.scaled(STRIP_FROM) and several)

    def _show_again(self, side: int, before: ViewerPhoto, number: int) -> None:
        photo = self.photos[number]
        if before.same_picture(photo):
            self.sides.panes[side].describe(photo)
        else:
            self.show_in(side, number)

    def _number(self, pane: ViewerPane) -> int:
        key = pane.photo.key if pane.photo is not None else ""
        return next((number for number, photo in enumerate(self.photos) if photo.key == key), 0)

    def _act_of(self, event: QKeyEvent) -> Act | None:
        return action_of(event, measuring=self.measuring.on)

    def _update_bars(self) -> None:
        sides, count = self.sides, len(self.photos)
        number = 0 if sides.comparing or not count else self._number(sides.panes[0]) + 1
        self.bar.show_place(number, count, self._left_out)
        self.bar.compare.setEnabled(count > 1)
        is_there = sides.active.photo is not None
        self.bar.show_ready(ready=sides.active.ready, is_there=is_there)
        may_measure = is_there and not sides.active.incomplete
        self.bar.measure.setEnabled(self.measuring.on or may_measure)
        self.toolbar.setEnabled(is_there)
        sides.update_names()
        self.setAccessibleName(sides.spoken_among(number, count))
        self.film.strip.mark({self._number(pane): side for pane, side in sides.names.items()})
        self.toolbar.show_zoom(sides.active.canvas.view.zoom)
        self.toolbar.show_adjustment(sides.active.adjustment)
        self.modes.show()

    def _connect(self) -> None:
        bar, sides = self.bar, self.sides
        sides.switched.connect(self._update_bars)
        connect_tools(self.toolbar, sides)
        sides.reload_asked.connect(lambda side: self.show_in(side, self._number(sides.panes[side])))
        sides.save_asked.connect(self.save)
        self.measuring.measured.connect(self.measured)
        bar.link.clicked.connect(sides.link)
        bar.compare.clicked.connect(lambda on: self.set_compare(on=on))
        bar.copy.clicked.connect(self.copy)
        bar.save.clicked.connect(self.save)
        bar.own_window.clicked.connect(self.move_asked)
        bar.close_button.clicked.connect(self.closed)
        self.film.strip.picked.connect(lambda number: self.show_in(sides.number, number))
        self.film.stepped.connect(self.step)

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.sides, self.measures, self.toolbar, self.film):
            column.addWidget(part, 1 if part is self.sides else 0)
