"""The sheet of keys over the window: what the keyboard does, and where."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.actions import ACTIONS, ActionPlace
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.keys import KeyRow


class KeysSheet(FormSheet):
    """All declared keys under the places where they hold; one use, nothing to fill in."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        # What closes it is at its top: at its foot it would be there a second time.
        for part in (self.start, self.cancel, self.error):
            part.hide()
        self._headings: dict[ActionPlace, Label] = {}
        self.rows: dict[str, KeyRow] = {}
        for place in ActionPlace:
            heading = self._headings[place] = Label(
                role=TextRole.LABEL, ink=Ink.SECONDARY, strong=True
            )
            heading.setContentsMargins(0, SPACE.x3, 0, SPACE.x1)
            self.form.addWidget(heading)
            for action in ACTIONS.values():
                if action.place is place and action.keys:
                    row = self.rows[action.name] = KeyRow(action.shown_keys)
                    self.form.addWidget(row)
        self.form.setSpacing(0)
        self.retranslate()

    def dismiss(self) -> None:
        """Close the sheet for good."""
        super().dismiss()
        self.deleteLater()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        super().retranslate()
        self.setAccessibleName(tr("actions.title"))
        self.title.setText(tr("actions.title"))
        for place, heading in self._headings.items():
            heading.setText(tr(f"actions.place.{place.value}"))
        for name, row in self.rows.items():
            row.show_text(ACTIONS[name].title)
