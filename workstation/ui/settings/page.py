"""The settings page: sections at the left, cards at the right; changes are in force at once."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workstation.domain.updates import UpdateState
from workstation.settings.resolve import Resolution
from workstation.ui.kit.page import Page, Width, hand_focus_over
from workstation.ui.kit.painting import Ink, draw_inner_ring, draw_line, fill_round, painting
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import Hovering, InnerRinged
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface, place_at_once
from workstation.ui.kit.widgets.tab_order import chain_in_tab_order, let_tab_come_to_checked
from workstation.ui.settings.actions import ABOUT, AboutSection
from workstation.ui.settings.rows import DeclaredRow, apply_rules
from workstation.ui.settings.sections import (
    DECLARED,
    DeclaredSection,
    SectionTitle,
    SettingsSection,
    declared_title,
)

AT_FIRST = 2
"""So many sections fill most screens; the others are made once the page was painted."""


class NavItem(SpokenAs, EnterPresses, Hovering, InnerRinged, QAbstractButton):
    """One section's line in the list at the left."""

    spoken_role = Role.PageTab

    def __init__(self, icon: Icon) -> None:
        super().__init__()
        self._icon = icon
        self.setCheckable(True)
        # Tab comes to the checked one alone, whenever this one was added.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus & ~Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.menu, SIZE.control_lg)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, rect = theme.colours, QRectF(self.rect())
        chosen = self.isChecked()
        ink = (Ink.ACCENT if chosen else Ink.SECONDARY).colour
        with painting(self) as painter:
            if chosen or self._hovered:
                fill = colours.accent_tint if chosen else colours.bg_hover
                fill_round(painter, rect, fill, RADIUS.sm)
            place = QRectF(SPACE.x2, 0, SIZE.icon, rect.height())
            draw_icon(painter, self._icon, place, ink, SIZE.icon)
            line = rect.adjusted(place.right() + SPACE.x3, 0, -SPACE.x2, 0)
            draw_line(painter, line, self.text(), theme.font(TextRole.BODY, strong=chosen), ink)
            if self._ringed:
                draw_inner_ring(painter, rect, RADIUS.sm)


class SettingsPage(Page):
    """Every setting that is declared for it; ``changed`` carries a key and the value picked.

    :meth:`add_section` makes the page grow by what is no setting. Sections out of sight are made
    one by one in the turns after the first painting, or when they are asked for.
    """

    changed = Signal(str, object)

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: dict[str, SettingsSection] = {}
        self._makers: dict[str, Callable[[], SettingsSection]] = {}
        self._titles: dict[str, SectionTitle] = {}
        self.items: dict[str, NavItem] = {}
        self._rows: dict[str, DeclaredRow] = {}
        self._resolution: Resolution | None = None
        self._update: UpdateState | None = None
        self._asked_for = ""
        # Its own: a single shot that is never fired would keep the page for ever.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._make_later)
        self._group = QButtonGroup(self)
        let_tab_come_to_checked(self._group)
        self._title = Label(role=TextRole.TITLE, strong=True)
        self.navigation = Panel(Surface.PANEL, edge=Qt.Edge.RightEdge)
        self._list = QVBoxLayout()
        self._cards, self._content = QVBoxLayout(), QVBoxLayout()
        self._arrange()
        for section in DECLARED:
            self.add_section(declared_title(section), partial(DeclaredSection, section))
        self.add_section(ABOUT, partial(AboutSection, version))
        for _ in range(AT_FIRST):
            self._make_next()
        self.retranslate()

    def add_section(self, title: SectionTitle, make: Callable[[], SettingsSection]) -> None:
        """Add a section above the last one, which is always 关于."""
        last = self._makers.pop(ABOUT.name, None)
        self._makers[title.name] = make
        if last is not None:
            self._makers[ABOUT.name] = last
        item = NavItem(title.icon)
        item.clicked.connect(lambda: self.show_section(title.name))
        self._group.addButton(item)
        self._list.insertWidget(len(self.items) - (ABOUT.name in self.items), item)
        self._titles[title.name], self.items[title.name] = title, item
        item.setText(title.text)
        if ABOUT.name in self.items:
            self.items[ABOUT.name].raise_()  # a screen reader goes by this order
        next(iter(self.items.values())).setChecked(True)

    @property
    def sections(self) -> dict[str, SettingsSection]:
        """All sections by their names, made now if they were not yet."""
        while self._makers:
            self._make_next()
        return self._sections

    @property
    def rows(self) -> dict[str, DeclaredRow]:
        """The rows of all settings by their keys, made now if they were not yet."""
        return self._rows if self.sections else {}

    def show_resolution(self, resolution: Resolution) -> None:
        """Show what is in force, and that what the administrator has set is not to be changed."""
        self._resolution = resolution
        self._show_values(self._rows)

    def show_update(self, update: UpdateState | None) -> None:
        """Say which version the administrator has approved, if any."""
        self._update = update
        about = self._sections.get(ABOUT.name)
        if isinstance(about, AboutSection):
            about.show_update(update)

    def show_section(self, name: str) -> None:
        """Scroll to a section, and stay there until the reader scrolls."""
        for section in self.sections.values():
            section.complete()
        place_at_once()  # if not yet its last place
        self._asked_for = name
        self._scroll_to_asked_for()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._title.setText(tr("settings.title"))
        for name, item in self.items.items():
            item.setText(self._titles[name].text)

    def fit(self, width: Width, *, short: bool) -> None:  # noqa: ARG002
        """Leave the list of sections out in one pane."""
        if width is Width.SINGLE:
            hand_focus_over(self.navigation, self)
        self.navigation.setVisible(width is not Width.SINGLE)

    def panes(self) -> list[QWidget]:
        """The sections' list, and the cards."""
        return [self.navigation, self.scroll_area]

    def _scroll_to_asked_for(self) -> None:
        if self._asked_for:
            # Scrolling marks what is at the top, which one of the last can never be.
            self.items[self._asked_for].setChecked(True)
            self.scroll_area.verticalScrollBar().setValue(self._place_of(self._asked_for))

    def _place_of(self, name: str) -> int:
        """The distance to scroll for a section; one of the last does not get to the top."""
        furthest = self.scroll_area.verticalScrollBar().maximum()
        return max(0, min(self._sections[name].y() - SPACE.x6, furthest))

    def _on_scrolled(self, scrolled: int) -> None:
        if self._asked_for and scrolled == self._place_of(self._asked_for):
            return
        self._asked_for = ""
        self._mark_read_section(scrolled)

    def _mark_read_section(self, scrolled: int) -> None:
        """Mark the section at the top; where all is scrolled, the last."""
        sections = sorted(self._sections.values(), key=lambda section: section.y())
        if 0 < scrolled < self.scroll_area.verticalScrollBar().maximum():
            sections = [each for each in sections if each.y() <= scrolled + SPACE.x6]
        read = sections[-1 if scrolled else 0]
        self.items[read.title.name].setChecked(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the sections out of sight once the page has been painted."""
        super().showEvent(event)
        self._later.start()

    def _make_later(self) -> None:
        if self._makers:
            self._make_next()
            place_at_once()
            self._later.start()

    def _make_next(self) -> None:
        name = next(iter(self._makers))
        section = self._makers.pop(name)()
        self._cards.insertWidget(len(self._sections) - (ABOUT.name in self._sections), section)
        section.show()
        section.moved.connect(self._scroll_to_asked_for)
        self._sections[name] = section
        if isinstance(section, DeclaredSection):
            for row in section.rows.values():
                row.picked.connect(self._on_picked)
            self._rows |= section.rows
            self._show_values(section.rows)
        elif name == ABOUT.name:
            self.show_update(self._update)
        in_sight = sorted(self._sections.values(), key=self._cards.indexOf)
        chain_in_tab_order([self.navigation, *in_sight])
        *_, last = self.items.values()
        self.setTabOrder(last, self.scroll_area)  # it was made before them all

    def _show_values(self, rows: Mapping[str, DeclaredRow]) -> None:
        if self._resolution is not None:
            for key, row in rows.items():
                row.show_value(getattr(self._resolution.settings, row.declaration.name))
                row.set_locked(self._resolution.locked(key))
        apply_rules(self._rows)

    def make_room(self, height: int) -> None:
        """Make it in each column, so that the ground under the sections' names goes on below it."""
        for column in (self.navigation, self._content):
            column.setContentsMargins(0, 0, 0, height)

    def _on_picked(self, key: str, value: object) -> None:
        apply_rules(self._rows)
        self.changed.emit(key, value)

    def _arrange(self) -> None:
        theme.hold(self.navigation, QWidget.setFixedWidth, SIZE.settings_nav)
        nav = QVBoxLayout(self.navigation)
        nav.setContentsMargins(SPACE.x2, 0, SPACE.x2, 0)
        nav.setSpacing(0)
        theme.hold(self._title, QWidget.setFixedHeight, SIZE.header)
        self._title.setContentsMargins(SPACE.x2, 0, 0, 0)
        self._list.setSpacing(SPACE.x1)
        nav.addWidget(self._title)
        nav.addLayout(self._list)
        nav.addStretch(1)
        column = QWidget()
        theme.hold(column, QWidget.setMaximumWidth, SIZE.settings_max)
        column.setLayout(self._cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(SPACE.x6)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(SPACE.x6, SPACE.x6, SPACE.x6, SPACE.x6)
        row.addStretch(1)
        row.addWidget(column, 100, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.scroll_area = ScrollArea(ground)
        self.scroll_area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.scroll_area.verticalScrollBar().rangeChanged.connect(self._scroll_to_asked_for)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.navigation)
        self._content.setContentsMargins(0, 0, 0, 0)
        self._content.addWidget(self.scroll_area)
        whole.addLayout(self._content, 1)
