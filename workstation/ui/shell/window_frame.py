"""The frame of the main window: the rail, a row for the banner, and a stack of pages."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.overlay import OverlayHost
from workstation.ui.kit.layers.restore_focus import is_usable
from workstation.ui.kit.layers.snack_bar import NoticeAction, SnackBar
from workstation.ui.kit.page import SHORT_BELOW, Page, Width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import theme
from workstation.ui.kit.theme.text_scale import DESIGN_PERCENT
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.shell.bars import Bars
from workstation.ui.shell.key_order import KeyOrder
from workstation.ui.shell.notice_area import NoticeArea
from workstation.ui.shell.pane_focus import PageFocus, entrance_of, holds, pane_after
from workstation.ui.shell.rail import PAGES, Rail
from workstation.ui.shell.window import ShellWindow


class WindowFrame(OverlayHost, Panel):
    """The frame of a window: rail, bars and pages, which it knows by name only.

    ``page_shown`` carries the name. ``lock_asked`` and ``search_asked`` come from the rail, Ctrl L
    and Ctrl K, ``banner_acted`` from the banner's button. ``text_size_asked`` carries the
    percentage.
    """

    page_shown = Signal(str)
    lock_asked = Signal()
    search_asked = Signal()
    banner_acted = Signal()
    text_size_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.CANVAS, parent=parent)
        self.rail = Rail()
        self.bars = Bars()
        self.strip, self.notices, self.banner = (
            self.bars.strip,
            self.bars.notices,
            self.bars.banner,
        )
        self.stack = PageStack()
        self.notice_bar = NoticeArea(self.stack)
        self._page_focus = PageFocus(self.stack)
        self._key_order = KeyOrder(self)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._unfit: set[QWidget] = set()
        self._cover: QWidget | None = None
        self._focus_before_cover: QWidget | None = None
        self.width_class, self.short = Width.WIDE, False
        # Pages arranged for a wide window do not keep it wide: how small it gets, its window says.
        self.setMinimumSize(1, 1)
        self._arrange()
        self._connect()

    def add_page(self, name: str, make: Callable[[], QWidget]) -> None:
        """Add a page; ``make`` builds it when it is first shown.

        ``make`` gets the ``stack`` as parent: Qt styles a widget and its children again with each
        new parent, which costs a tenth of a page's construction.
        """
        self._makers[name] = make

    def page(self, name: str) -> QWidget:
        """The page; built now if it does not exist yet."""
        if name not in self._pages:
            page = self._makers[name]()
            self._pages[name] = page
            self.stack.addWidget(page)
            if isinstance(page, Page):
                page.foot_changed.connect(self.notice_bar.place)
            self._fit(page)
            self.retranslate()
        return self._pages[name]

    @property
    def current_page(self) -> str:
        """The name of the current page; empty before the first."""
        current = self.stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), "")

    def show_page(self, name: str) -> None:
        """Show a page by its name; an unknown name is ignored.

        The current page may ask the doctor first, and stays until it agrees to be left.
        """
        if name not in self._makers:
            return
        current = self.stack.currentWidget()
        if isinstance(current, Page) and name != self.current_page:
            self.rail.select(self.current_page)
            current.leave(partial(self._show, name))
        else:
            self._show(name)

    def _show(self, name: str) -> None:
        page = self.page(name)
        if page in self._unfit:
            self._fit(page)
        had_focus = page.focusWidget() is not None
        self.stack.setCurrentWidget(page)
        self.notice_bar.place()
        focused = QApplication.focusWidget()
        if focused is None or holds(self.rail, focused) or (holds(page, focused) and not had_focus):
            # Qt would give it to the first control, where an arrow key changes what is shown.
            self.enter()
        self.rail.select(name)
        self.page_shown.emit(name)

    def enter(self) -> None:
        """Focus the widget with which the current page begins."""
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.enter()
        elif page is not None:
            page.setFocus()

    def retranslate(self) -> None:
        """Give the stack an accessible name, read while the focus is on no part of a page."""
        for name, page in self._pages.items():
            page.setAccessibleName(tr(f"rail.{name}"))

    def show_banner(
        self,
        tone: BannerTone,
        title: str,
        detail: str = "",
        action: str = "",
        short: tuple[str, str] | None = None,
    ) -> None:
        """Show a banner above the pages."""
        self.banner.show_text(tone, title, detail, action, short)
        self.bars.show_banner(visible=True)

    def hide_banner(self) -> None:
        """Hide the banner."""
        self.bars.show_banner(visible=False)

    @property
    def shows_bars(self) -> bool:
        """Whether the banner is visible."""
        return self.bars.are_there

    def notify(self, text: str, action: NoticeAction | None = None, /) -> SnackBar:
        """Show a notice above the foot of the page, in space of its own."""
        return self.notice_bar.notify(text, action)

    def cover(self, widget: QWidget) -> None:
        """Show only ``widget``, as the lock screen does; the rest is hidden, not painted over."""
        self.uncover()
        # Its own, not the application's: the cover may come out of another window.
        self._cover, self._focus_before_cover = widget, self.window().focusWidget()
        widget.setParent(self)
        widget.setGeometry(self.rect())
        widget.show()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_parts()  # now: hidden with the keyboard, they would hand it on to each other

    def uncover(self) -> None:
        """Show everything again, restore the focus, and delete the cover."""
        cover = self._cover
        if cover is not None:
            self.release_cover()
            cover.hide()
            cover.deleteLater()

    def release_cover(self) -> None:
        """Show everything again, and leave the cover to the caller, who gives it another parent."""
        if self._cover is None:
            return
        self._cover = None
        self._show_parts()
        back, self._focus_before_cover = self._focus_before_cover, None
        if is_usable(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass key presses on the rail and the bars to the current page."""
        page, focused = self.stack.currentWidget(), QApplication.focusWidget()
        keys, beside = QKeySequence(event.keyCombination()), (self.rail, self.bars)
        if not (
            isinstance(page, Page)
            and any(holds(part, focused) for part in beside)
            and page.use_keys(keys, repeated=event.isAutoRepeat())
        ):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """Move the focus at Tab, or from a focused widget that is hidden or deleted."""
        return self._page_focus.take_back() or super().focusNextPrevChild(next_one)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())
        self._fit_bars()
        if self._measure() != (self.width_class, self.short):
            self._fit_all()

    def _measure(self) -> tuple[Width, bool]:
        return Width.of(self.width()), self.height() < theme.scaled(SHORT_BELOW)

    def _fit_bars(self) -> None:
        self.bars.fit(self.height(), self.window().height())

    def _fit_all(self) -> None:
        self._fit_bars()
        self.width_class, self.short = self._measure()
        self.rail.set_compact(compact=self.width_class in {Width.COMPACT, Width.SINGLE})
        self._unfit = set(self._pages.values())  # out of sight, a page need not fit yet
        if (current := self.stack.currentWidget()) is not None:
            self._fit(current)

    def focus_next_pane(self, step: int = 1) -> None:
        """Move the focus by ``step`` panes (-1: back): bars and rail, then those of the page."""
        page, window = self.stack.currentWidget(), self.window()
        above = window.layers_above if isinstance(window, ShellWindow) else []
        own = page.panes() if isinstance(page, Page) else [page]
        panes: list[QWidget] = [*above, self.rail, self.bars, *own]
        focused = QApplication.focusWidget()
        panes = [pane for pane in panes if holds(pane, focused) or entrance_of(pane) is not None]
        pane = pane_after(panes, focused, step)
        entrance = entrance_of(pane) if pane is not None else None
        if entrance is not None:
            entrance.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_parts(self) -> None:
        for part in (self.rail, self.stack, self.bars):
            part.setVisible(self._cover is None)

    def _fit(self, page: QWidget) -> None:
        self._unfit.discard(page)
        if isinstance(page, Page):
            page.fit(self.width_class, short=self.short)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bars)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.rail.page_picked.connect(self.show_page)
        self.rail.lock_picked.connect(self.lock_asked)
        self.banner.acted.connect(self.banner_acted)
        theme.text_resized.connect(self._fit_all)
        for name in PAGES:
            self.bind(name, partial(self.show_page, name))

        def grow() -> None:
            self.text_size_asked.emit(theme.next_text_size(1))

        self.bind(
            "text_size",
            grow,
            lambda: self.text_size_asked.emit(theme.next_text_size(-1)),
            lambda: self.text_size_asked.emit(DESIGN_PERCENT),
        )
        # On many keyboards + is typed with Shift on the key of =.
        self.bind_keys("Ctrl+=", grow, repeats=True)
        for keys in ACTIONS["lock"].keys:  # also over the viewer, and over a question
            QShortcut(QKeySequence(keys), self).activated.connect(self.lock_asked)
        self.bind("search", self.search_asked.emit)
        self.bind("panes", self.focus_next_pane, lambda: self.focus_next_pane(-1))
        for keys in ACTIONS["repeat"].keys:  # also over the viewer
            QShortcut(QKeySequence(keys), self).activated.connect(announcer.repeat)

    def bind(self, action: str, *acts: Callable[[], object]) -> None:
        """Bind the keys of an action for the whole window, in their order."""
        for keys, act in zip(ACTIONS[action].keys, acts, strict=True):
            self.bind_keys(keys, act, repeats=ACTIONS[action].repeats)

    def bind_keys(self, keys: str, act: Callable[[], object], *, repeats: bool = False) -> None:
        """Bind keys for the whole window; they do nothing while it is covered."""

        def act_unless_covered() -> None:
            if self._cover is None:
                act()

        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(repeats)
        shortcut.activated.connect(act_unless_covered)
