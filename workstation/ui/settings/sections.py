"""The sections of the settings page: each is a title, and a card of rows."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.config import DECLARATIONS
from workstation.config.declaration import Declaration, PageSection
from workstation.domain.value import Value
from workstation.ui.kit.fields.form import SettingCard
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.rows import DeclaredRow, make_row

DECLARED = {
    PageSection.APPEARANCE: ("settings.appearance", Icon.PALETTE),
    PageSection.NOTICES: ("settings.notices", Icon.BELL),
    PageSection.WAITING: ("settings.waiting", Icon.CLOCK),
}
"""Title and icon of the sections whose rows are declared, as they follow each other."""


class SectionTitle(Value):
    """What a section is called, here and in the list of sections, before it is made."""

    name: str
    key: str
    icon: Icon

    @property
    def text(self) -> str:
        """Its text in the current language."""
        return tr(self.key)


class SettingsSection(QWidget):
    """A title with a card, which subclasses fill; ``moved`` once it has another place."""

    moved = Signal()

    def __init__(self, title: SectionTitle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._heading = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, strong=True)
        self.card = SettingCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x2)
        column.addWidget(self._heading)
        column.addWidget(self.card)

    def complete(self) -> None:
        """Make all rows now that are else made later."""

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.moved.emit()

    def retranslate(self) -> None:
        """Set all texts in the current language; subclasses add their rows."""
        self._heading.setText(self.title.text)


def declared_title(section: PageSection) -> SectionTitle:
    """The title of a section whose rows are declared."""
    return SectionTitle(section.value, *DECLARED[section])


class DeclaredSection(SettingsSection):
    """The rows of the settings that are declared for a section."""

    def __init__(
        self, section: PageSection, declarations: Iterable[Declaration] = DECLARATIONS
    ) -> None:
        super().__init__(declared_title(section))
        self.rows: dict[str, DeclaredRow] = {}
        for declaration in declarations:
            if declaration.row is not None and declaration.row.section is section:
                row = make_row(declaration, declaration.row)
                self.rows[declaration.key] = row
                self.card.add(row)
        self.retranslate()
