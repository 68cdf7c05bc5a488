"""What a widget shows until it is taken away, announced to a screen reader."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.announcer import announcer

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:
    Control = QWidget
else:
    Control = object


class Announced(Control):
    """Announces its text once, as soon as it is in sight.

    A page that is shown again says nothing anew; what was taken away and comes back does.
    """

    _text_to_announce = _announced_text = ""

    def announce_text(self, text: str) -> None:
        """Announce what is shown from now on; empty where nothing is to be announced."""
        self._text_to_announce = text
        if not text:
            self._announced_text = ""
        self._announce_if_in_sight()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._announce_if_in_sight()

    def _announce_if_in_sight(self) -> None:
        is_new = self._text_to_announce != self._announced_text
        if is_new and announcer.is_needed and self.isVisible():
            self._announced_text = self._text_to_announce
            announcer.announce(self._announced_text, topic=f"standing {id(self)}")
