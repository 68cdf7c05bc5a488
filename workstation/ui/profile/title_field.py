"""The doctor's rank: written freely, or picked from the usual ones."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon
from workstation.ui.kit.widgets.icon_button import IconButton

# Patients read the rank on the doctor's page, so it stays Chinese in an English interface.
RANKS = ("主任医师", "副主任医师", "主治医师", "住院医师")


class TitleField(Field):
    """A field with a list to pick from: by the arrow at its end, or Alt and the arrow down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._served = ""
        self.arrow = IconButton(Icon.DOWN, size=SIZE.control, icon_size=SIZE.icon_sm)
        self.arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.arrow.clicked.connect(self.open_ranks)
        self.box.add(self.arrow)
        self.box.row.setContentsMargins(SPACE.x3, 0, SPACE.x1, 0)
        shortcut = QShortcut(QKeySequence("Alt+Down"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_ranks)
        self.retranslate()

    def offer(self, served: str) -> None:
        """Offer the server's own rank too."""
        self._served = served.strip()

    def ranks(self) -> tuple[str, ...]:
        """The ranks that there are to pick from."""
        unusual = self._served and self._served not in RANKS
        return (self._served, *RANKS) if unusual else RANKS

    def open_ranks(self) -> Menu:
        """Open the list below the field."""
        menu = Menu(self.box, max(self.box.width(), SIZE.menu))
        ranks, chosen = self.ranks(), self.text().strip()
        for rank in ranks:
            mine = rank == chosen
            ink = Ink.ACCENT if mine else Ink.PRIMARY
            icon = Icon.CHECK if mine else None
            menu.add(rank, partial(self._pick, rank), icon=icon, ink=ink)
        menu.open()
        menu.focus_item(ranks.index(chosen) if chosen in ranks else 0)
        return menu

    def retranslate(self) -> None:
        """Name the arrow in the current language."""
        self.arrow.set_name(tr("profile.ranks"))

    def _pick(self, rank: str) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if rank != self.text():
            self.set_text(rank)
            self.edited.emit(rank)
