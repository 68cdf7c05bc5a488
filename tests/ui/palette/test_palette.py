"""Everything is searched from one place, with the keyboard alone, and opened where it stands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.finding.conftest import NOW_MS, SetClock
from tests.vault.archive import ME, PATIENT, said
from tests.vault.people import consultation
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.people import Member
from workstation.domain.quick_replies import QuickReply
from workstation.services.conversations import Conversations
from workstation.services.quick_replies import QuickReplies
from workstation.store.desk import Desk
from workstation.ui.frame import Frame
from workstation.ui.page import Page
from workstation.ui.palette.entries import Found, Group, GroupHeading
from workstation.ui.tasks import TaskScope
from workstation.ui.theme import SIZE
from workstation.ui.wiring.palette import PaletteWiring
from workstation.vault import consultations, members
from workstation.vault.database import Vault
from workstation.vault.ingest import ingest

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
RASH = Symptom(SymptomKind.TEXT, "两天前开始出现红色皮疹")
LISTS = (
    Listed(consultation(1, target=Member(1, "王小宝"), symptom=RASH), Place.IN_PROCESS),
    Listed(consultation(2, target=Member(2, "孙悦")), Place.IN_PROCESS),
    Listed(consultation(3, target=Member(3, "周安安"), symptom=RASH), Place.HISTORY),
    *(
        Listed(consultation(n, target=Member(n, f"皮疹{n}")), Place.HISTORY)
        for n in range(10, 16)
    ),
)  # fmt: skip


class Shelf:
    hidden: frozenset[int] = frozenset()


class AtDesk:
    """What the palette needs of a sign-in."""

    member_id = ME

    def __init__(self, vault: Vault) -> None:
        self.clock, self.desk, self.shelf = SetClock(), Desk(), Shelf()
        self.conversations = Conversations(vault, None)
        self.quick_replies = QuickReplies(vault)


class Searching:
    """The window with its palette, as a doctor uses it."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.signed_in = vault, AtDesk(vault)
        self.frame = Frame()
        self.frame.add_page("active", Page)
        self.frame.add_page("history", Page)
        self.frame.show_page("active")
        self.inside = QWidget(self.frame.page("active"))
        self.inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scope = TaskScope(self.frame)
        self.opened: list[tuple[object, ...]] = []
        self.writing = False
        self.wiring = PaletteWiring(
            self.signed_in,
            self.frame,
            self.scope,
            open_active=lambda *told: self.opened.append(("active", *told)),
            open_ended=lambda *told: self.opened.append(("ended", *told)),
            search_history=lambda words: self.opened.append(("history", words)),
            insert_reply=lambda number: self.opened.append(("reply", number)),
            writing=lambda: self.writing,
        )
        self.frame.search_asked.connect(self.wiring.open)

    async def fill(self) -> None:
        await self.vault.write(members.set_me, ME, "李医生")
        for one in LISTS:
            await self.vault.write(consultations.put, one)
        texts = {1: "后背的皮疹已经消了", 2: "换了面霜", 3: "皮疹好了"}
        events = [
            said(text, PATIENT, consultation_id=n, archive_id=f"a{n}", at_ms=NOW_MS - n)
            for n, text in texts.items()
        ]
        await self.vault.write(ingest, events)
        self.signed_in.desk.apply(Changes(listed=LISTS))

    @property
    def palette(self):
        return self.wiring.palette

    async def open(self) -> None:
        self.inside.setFocus()
        QTest.keyClick(self.inside, Qt.Key.Key_K, CTRL)
        await self.scope.join()

    async def type(self, words: str) -> None:
        self.palette.field.edit.insert(words)
        await self.scope.join()

    async def press(self, *keys: Qt.Key) -> None:
        """Keys that go wherever the keyboard is."""
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)
            await self.scope.join()

    @property
    def entries(self) -> list:
        model = self.palette.entries
        return [model.entry(row) for row in range(model.rowCount())]

    @property
    def groups(self) -> list[Group]:
        return [entry.group for entry in self.entries if isinstance(entry, GroupHeading)]

    def titles(self, group: Group) -> list[str]:
        found = [one for one in self.entries if isinstance(one, Found) and one.group is group]
        return [one.title for one in found]


@pytest.fixture
def searching(qloop, shown):  # noqa: ARG001 - a running loop
    vault = Vault.in_memory(threads=False)
    made = Searching(vault)
    window = shown(made.frame)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(1440, 900)
    yield made
    vault.close()


async def test_without_words_the_queue_is_there_to_pick_from(searching):
    await searching.fill()
    await searching.open()
    assert searching.groups == [Group.CONSULTATIONS]
    assert searching.titles(Group.CONSULTATIONS) == ["王小宝", "孙悦"]
    assert searching.palette.field.edit.hasFocus()


async def test_words_find_consultations_messages_and_the_history(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    assert searching.groups == [Group.CONSULTATIONS, Group.MESSAGES, Group.ACTIONS]
    assert len(searching.titles(Group.CONSULTATIONS)) == 3, "three of a group at most"
    assert len(searching.titles(Group.MESSAGES)) == 2
    assert searching.titles(Group.ACTIONS) == ["在历史咨询中搜索“皮疹”"]


async def test_tab_shows_one_group_whole_and_again_all(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    await searching.press(Qt.Key.Key_Tab)
    assert searching.groups == [Group.CONSULTATIONS]
    assert len(searching.titles(Group.CONSULTATIONS)) == 8
    await searching.press(Qt.Key.Key_Tab)
    assert len(searching.groups) == 3
    await searching.press(*(3 * [Qt.Key.Key_Down]), Qt.Key.Key_Tab)
    assert searching.groups == [Group.MESSAGES]


async def test_backspace_in_an_empty_field_takes_the_group_away(searching):
    await searching.fill()
    await searching.open()
    await searching.type("x")
    await searching.press(Qt.Key.Key_Backspace, Qt.Key.Key_Tab)
    assert searching.palette.field._tag is not None
    await searching.press(Qt.Key.Key_Backspace)
    assert searching.palette.field._tag is None


async def test_a_message_is_opened_at_its_place_with_the_words_that_found_it(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    await searching.press(*(3 * [Qt.Key.Key_Down]), Qt.Key.Key_Return)
    (found, _) = await searching.signed_in.conversations.find_everywhere("皮疹", 9)
    (place, number, spot, words) = searching.opened[0]
    assert (place, number, words) == ("active", 1, "皮疹")
    assert (spot.key, spot.position) == (found.key, found.position)
    assert searching.palette is None


async def test_what_is_over_is_opened_in_the_history(searching):
    await searching.fill()
    await searching.open()
    await searching.type("周安安")
    await searching.press(Qt.Key.Key_Return)
    assert searching.opened == [("ended", 3, None, "")]


async def test_the_last_row_searches_the_history_for_the_words(searching):
    await searching.fill()
    await searching.open()
    await searching.type("周安安")
    await searching.press(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert searching.opened == [("history", "周安安")]


async def test_quick_replies_are_found_only_where_there_is_a_text_to_put_them_into(searching):
    await searching.fill()
    await searching.signed_in.quick_replies.load("zh")
    await searching.signed_in.quick_replies.add(QuickReply("面霜护理", "避免抓挠，\n穿棉质衣物"))
    await searching.open()
    await searching.type("面霜")
    assert Group.QUICK not in searching.groups
    await searching.press(Qt.Key.Key_Escape)
    searching.writing = True
    await searching.open()
    await searching.type("面霜")
    assert searching.groups == [Group.MESSAGES, Group.QUICK, Group.ACTIONS]
    assert searching.titles(Group.QUICK) == ["面霜护理"]
    await searching.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    (kept,) = searching.signed_in.quick_replies.replies[-1:]
    assert searching.opened == [("reply", kept.reply_id)]


async def test_it_can_begin_with_words(searching):
    await searching.fill()
    searching.wiring.open("周安安")
    await searching.scope.join()
    assert searching.titles(Group.CONSULTATIONS) == ["周安安"]
    assert searching.palette.field.edit.text() == "周安安"


async def test_escape_closes_and_the_keyboard_goes_back(searching):
    await searching.fill()
    await searching.open()
    await searching.press(Qt.Key.Key_Escape)
    assert searching.palette is None
    assert searching.inside.hasFocus()


async def test_the_key_that_opens_it_closes_it(searching):
    await searching.fill()
    await searching.open()
    QTest.keyClick(searching.palette.field.edit, Qt.Key.Key_K, CTRL)
    assert searching.palette is None


async def test_a_click_beside_it_closes_it_and_one_on_a_row_opens_the_row(searching):
    await searching.fill()
    await searching.open()
    QTest.mouseClick(searching.palette, Qt.MouseButton.LeftButton, NONE, QPoint(5, 500))
    assert (searching.palette, searching.opened) == (None, [])
    await searching.open()
    view = searching.palette.list
    row = view.visualRect(searching.palette.entries.index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, row)
    assert searching.opened == [("active", 2, None, "")]


async def test_nothing_found_is_said_in_the_doctors_own_characters(searching):
    await searching.fill()
    await searching.open()
    await searching.type("<b>紫癜</b>")
    assert searching.groups == [Group.ACTIONS]
    await searching.press(Qt.Key.Key_Tab)
    searching.palette.show_found("<b>紫癜</b>", ())
    assert "<b>紫癜</b>" in searching.palette.nothing.text()
    assert searching.palette.nothing.textFormat() is Qt.TextFormat.PlainText


async def test_a_deletion_held_back_is_not_found(searching):
    await searching.fill()
    searching.signed_in.shelf.hidden = frozenset({3})
    await searching.open()
    await searching.type("皮疹")
    assert "周安安" not in searching.titles(Group.CONSULTATIONS)
    assert len(searching.titles(Group.MESSAGES)) == 1


async def test_the_row_that_enter_opens_is_told_to_a_screen_reader(searching):
    await searching.fill()
    await searching.open()
    spoken = QAccessible.queryAccessibleInterface(searching.palette.field.edit)
    assert "王小宝" in spoken.text(QAccessible.Text.Description)
    await searching.press(Qt.Key.Key_Down)
    assert "孙悦" in spoken.text(QAccessible.Text.Description)


@pytest.mark.parametrize(("wide", "high"), [(1440, 900), (1024, 700), (720, 560)])
async def test_it_lies_within_the_window_however_small(searching, wide, high):
    await searching.fill()
    searching.frame.window().resize(wide, high)
    await searching.open()
    await searching.type("皮疹")
    card = searching.palette.card().toRect()
    assert searching.palette.rect().contains(card)
    assert card.width() <= SIZE.palette


async def test_many_letters_at_once_leave_the_last_ones_result(searching):
    """Only the answer to what stands in the field now is shown."""
    await searching.fill()
    await searching.open()
    for words in ("皮", "皮疹", "面霜"):
        searching.palette.field.edit.setText(words)
    await searching.scope.join()
    assert searching.titles(Group.MESSAGES) == ["王秀英"]
