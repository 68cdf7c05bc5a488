"""The names of the team above the text, narrowed by what is typed behind the at sign.

The keyboard stays in the text, so an input method works as usual: what it is composing narrows the
names, too. Only the arrows, Enter, Tab and Escape are taken from the text while the names show.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from workstation.domain.ids import MemberId
from workstation.domain.matching import fold
from workstation.domain.pinyin import Readings, find_spelled
from workstation.ui.composer.message_edit import MessageEdit
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.menu import MenuItem
from workstation.ui.kit.layers.popover import Popover, Side
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon

# The first of them comes before shortcuts: one that is accepted there is no shortcut.
KEY_EVENTS = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
PICKS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


def matching_names(
    names: Mapping[MemberId, str], typed: str, readings: Readings
) -> dict[MemberId, str]:
    """The names that hold what is typed, or are spelled by it; a number where there is no name."""

    def matches(name: str) -> bool:
        return fold(typed) in fold(name) or find_spelled(name, typed, readings) is not None

    return {one: name for one, name in names.items() if not typed or matches(name or str(one))}


class NameItem(MenuItem):
    """A name that is picked by a click, or by keys typed in the text."""

    def __init__(self, member_id: MemberId, name: str, on_pointed: Callable[[], object]) -> None:
        title = name or tr("details.doctor", number=member_id)
        super().__init__(title, icon=Icon.PERSON, keys="", ink=Ink.PRIMARY)
        self.written = name or str(member_id)
        self._on_pointed = on_pointed
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(SIZE.menu - 2 * SPACE.x1)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: ARG002
        """Choose what is pointed at: that is what Enter picks."""
        self._on_pointed()


class MentionMenu(SpokenAs, Popover):
    """The menu of doctors to mention.

    It stands beside ``anchor``, told by the keys of ``text``; ``pick`` is given the name to be
    written.
    """

    spoken_role = Role.PopupMenu
    takes_keyboard = False

    def __init__(self, anchor: QWidget, text: MessageEdit, pick: Callable[[str], object]) -> None:
        super().__init__(anchor)
        self._text, self._pick = text, pick
        self.items: list[NameItem] = []
        self._current = 0
        self.setAccessibleName(tr("composer.mention"))

    def show_names(self, names: Mapping[MemberId, str]) -> None:
        """Offer these, the first of them to be picked by Enter; none of them closes it."""
        for item in self.items:
            self.body.removeWidget(item)
            item.hide()
            item.deleteLater()
        self.items = [
            NameItem(member_id, name, partial(self._set_current, place))
            for place, (member_id, name) in enumerate(names.items())
        ]
        for item in self.items:
            item.clicked.connect(partial(self._take, item))
            self.body.addWidget(item)
        if not self.items:
            self.close_now()
            return
        self._set_current(0)
        self.open(Side.ABOVE)
        self._text.installEventFilter(self)  # the last one is asked first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys that choose from the text, whoever else watches it."""
        if self.isHidden() or watched is not self._text or self._text.is_composing:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() in KEY_EVENTS:
            key = Qt.Key(event.key())
            if key in {*STEPS, *PICKS, Qt.Key.Key_Escape}:
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    self._press(key)
                return True
        return super().eventFilter(watched, event)

    def _press(self, key: Qt.Key) -> None:
        if key in STEPS:
            self._set_current((self._current + STEPS[key]) % len(self.items))
        elif key in PICKS:
            self._take(self.items[self._current])
        else:
            self.close_now()

    def _set_current(self, place: int) -> None:
        self._current = place
        for number, item in enumerate(self.items):
            item.is_current = number == place
            item.update()
        announcer.announce(self.items[place].text(), topic="mention")

    def _take(self, item: NameItem) -> None:
        self.close_now()
        self._pick(item.written)
