"""Notices that must be read: shown above the pages, one at a time, until dismissed."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr, translate_again
from workstation.ui.kit.widgets.notice_bar import MAX_LINES, NoticeBar
from workstation.ui.kit.widgets.tool_tip import set_tool_tip

Notice = tuple[str, str, Mapping[str, object]]


class StandingNotice(NoticeBar):
    """A notice that lasts as long as its cause and cannot be dismissed.

    ``retranslated`` asks for its text in another language. In a low window only its title is shown,
    on one line, with the full text as tool tip, as it may be there all day.
    """

    retranslated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ink.WARNING, parent)
        self._is_brief = False
        self.close_button.hide()

    def show_text(self, title: str, text: str, action: str = "") -> None:
        """Say what happened and why; ``action`` names what can be done about it."""
        super().show_text(title, text, action)
        self.fit(is_brief=self._is_brief)

    def fit(self, *, is_brief: bool) -> None:
        """Show one line of the title alone, or all of it."""
        self._is_brief = is_brief
        self.title.set_max_lines(1 if is_brief else 0)
        self.text.setVisible(bool(self.text.text()) and not is_brief)
        set_tool_tip(self, self.accessibleName() if is_brief else "")

    def retranslate(self) -> None:
        """Ask for the texts anew: the language is another one now."""
        self.retranslated.emit()


BRIEF_LINES = 2


class LastingNotices(NoticeBar):
    """Shows one notice at a time, and the same one only once.

    In a window with space for one bar only a few lines are shown, with the full text as tool tip:
    it would cover the composer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ink.WARNING, parent)
        self._is_brief = False
        self._unread: list[Notice] = []
        self.closed.connect(self._show_next)

    def add(self, title: str, text: str, **values: object) -> None:
        """Show two texts of the catalogue, by their keys, once the earlier ones were dismissed."""
        notice = title, text, values
        if notice not in self._unread:
            self._unread.append(notice)
            self.retranslate()
            if self._unread[0] != notice:  # nobody sees it yet
                announcer.announce(tr("widgets.breath").join((tr(title), tr(text, **values))))

    def retranslate(self) -> None:
        """Show the first of those that were not read, in the current language."""
        if self._unread:
            title, text, values = self._unread[0]
            self.show_text(tr(title), tr(text, **_translate_again(values)))
            self.fit(is_brief=self._is_brief)

    def fit(self, *, is_brief: bool) -> None:
        """Show a few lines, or as many as there may be."""
        self._is_brief = is_brief
        self.title.set_max_lines(1 if is_brief else 0)
        self.text.set_max_lines(BRIEF_LINES if is_brief else MAX_LINES)
        set_tool_tip(self, self.accessibleName() if is_brief else "")

    def _show_next(self) -> None:
        self._unread.pop(0)
        self.retranslate()


def _translate_again(values: Mapping[str, object]) -> dict[str, object]:
    """What stands in a notice, in the current language where it is a text itself."""
    return {
        name: translate_again(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
