"""The settings page: sections at the left, cards at the right; changes are in force at once."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
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
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface
from workstation.ui.settings.actions import AboutSection
from workstation.ui.settings.rows import DeclaredRow, apply_rules
from workstation.ui.settings.sections import DECLARED, DeclaredSection, SettingsSection


class NavItem(SpokenAs, EnterPresses, Hovering, InnerRinged, QAbstractButton):
    """One section's line in the list at the left."""

    spoken_role = Role.PageTab

    def __init__(self, icon: Icon) -> None:
        super().__init__()
        self._icon = icon
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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

    :meth:`add_section` makes the page grow by what is no setting.
    """

    changed = Signal(str, object)

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sections: dict[str, SettingsSection] = {}
        self.rows: dict[str, DeclaredRow] = {}
        self._items: dict[str, NavItem] = {}
        self._group = QButtonGroup(self)
        self._title = Label(role=TextRole.TITLE, strong=True)
        self._nav = Panel(Surface.PANEL, edge=Qt.Edge.RightEdge)
        self._list = QVBoxLayout()
        self._cards = QVBoxLayout()
        self._arrange()
        for section in map(DeclaredSection, DECLARED):
            self.add_section(section)
            self.rows |= section.rows
        self._about = AboutSection(version)
        self.add_section(self._about)
        for row in self.rows.values():
            row.picked.connect(self._on_picked)
        apply_rules(self.rows)
        self.retranslate()

    def add_section(self, section: SettingsSection) -> None:
        """Add a section above the last one, which is always 关于."""
        place = max(0, len(self.sections) - 1) if "about" in self.sections else len(self.sections)
        item = NavItem(section.icon)
        item.clicked.connect(lambda: self.show_section(section.name))
        self._group.addButton(item)
        self._list.insertWidget(place, item)
        self._cards.insertWidget(place, section)
        self.sections[section.name] = section
        self._items[section.name] = item
        item.setText(section.title_text())
        next(iter(self._items.values())).setChecked(True)

    def show_resolution(self, resolution: Resolution) -> None:
        """Show what is in force, and that what the administrator has set is not to be changed."""
        for key, row in self.rows.items():
            row.show_value(getattr(resolution.settings, row.declaration.name))
            row.set_locked(resolution.locked(key))
        apply_rules(self.rows)

    def show_update(self, update: UpdateState | None) -> None:
        """Say which version the administrator has approved, if any."""
        self._about.show_update(update)

    def show_section(self, name: str) -> None:
        """Scroll to a section."""
        self._scroll.verticalScrollBar().setValue(self.sections[name].y() - SPACE.x6)
        # Scrolling marks what is at the top, which one of the last can never be.
        self._items[name].setChecked(True)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._title.setText(tr("settings.title"))
        for name, item in self._items.items():
            item.setText(self.sections[name].title_text())

    def fit(self, width: Width, *, short: bool) -> None:  # noqa: ARG002
        """One pane leaves the list of sections out."""
        if width is Width.SINGLE:
            hand_focus_over(self._nav, self)
        self._nav.setVisible(width is not Width.SINGLE)

    def panes(self) -> list[QWidget]:
        """The sections' list, and the cards."""
        return [self._nav, self._scroll]

    def _mark_read_section(self, scrolled: int) -> None:
        """Mark the section at the top, where all is scrolled the last."""
        sections = sorted(self.sections.values(), key=lambda section: section.y())
        if 0 < scrolled < self._scroll.verticalScrollBar().maximum():
            sections = [each for each in sections if each.y() <= scrolled + SPACE.x6]
        read = sections[-1 if scrolled else 0]
        self._items[read.name].setChecked(True)

    def _on_picked(self, key: str, value: object) -> None:
        apply_rules(self.rows)
        self.changed.emit(key, value)

    def _arrange(self) -> None:
        theme.hold(self._nav, QWidget.setFixedWidth, SIZE.settings_nav)
        nav = QVBoxLayout(self._nav)
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
        self._scroll = ScrollArea(ground)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the keyboard
        self._scroll.verticalScrollBar().valueChanged.connect(self._mark_read_section)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._nav)
        whole.addWidget(self._scroll, 1)
