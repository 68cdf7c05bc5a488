"""The strip that says that nothing is kept, what can be done about it, and the question before."""

import pytest
from PySide6.QtWidgets import QLabel

from workstation.domain.errors import (
    DatabaseBusy,
    DiskFull,
    KeyringUnavailable,
    NewerDatabase,
    StorageError,
    WrongKey,
)
from workstation.domain.keys import CodeRequired, KeyFileUnusable, KeyKind
from workstation.domain.unsaved import Unsaved
from workstation.store.feed import Feed
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.storage_warning import (
    StorageWarningWiring,
    ask_about_losses,
    storage_reason,
)
from workstation.ui.shell.unsaved_lines import unsaved_lines
from workstation.ui.shell.window_frame import WindowFrame

REASONS = [
    StorageError(),
    DiskFull(),
    WrongKey(),
    NewerDatabase(),
    DatabaseBusy(),
    *(KeyringUnavailable(reason) for reason in ("absent", "null", "locked", "new", "silent")),
]


class Keeper:
    """What tries the disk; here it only notes what was asked of it."""

    def __init__(self, trouble: StorageError) -> None:
        self.error, self.retried, self.asked = trouble, Feed(), []

    def try_now(self) -> None:
        self.asked.append("try")

    def start_anew(self) -> None:
        self.asked.append("anew")

    async def unlock(self) -> None:
        self.asked.append("unlock")
        raise KeyringUnavailable("dismissed")

    def fail(self, trouble: StorageError) -> None:
        self.error = trouble
        self.retried.publish(trouble)


@pytest.fixture
def frame(qtbot) -> WindowFrame:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.resize(1200, 700)
    frame.show()
    return frame


class Service:
    """What the doctor may choose from."""

    def __init__(self, kinds: tuple[KeyKind, ...]) -> None:
        self.kinds, self.changed = kinds, Feed()


class Code:
    """The sheets of the unlock code; notes what is opened."""

    def __init__(self, asked: list[str], kinds: tuple[KeyKind, ...]) -> None:
        self.asked, self.service = asked, Service(kinds)

    def enter(self) -> None:
        self.asked.append("enter")

    def set(self) -> None:
        self.asked.append("code")


def wired(
    frame: WindowFrame, trouble: StorageError, kinds: tuple[KeyKind, ...] = (KeyKind.CODE,)
) -> Keeper:
    keeper = Keeper(trouble)
    StorageWarningWiring(frame, scope_of(frame), keeper, Code(keeper.asked, kinds))
    return keeper


def bar_texts(frame: WindowFrame) -> list[str]:
    return [bar.text for bar in frame.stack.findChildren(SnackBar)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("trouble", REASONS, ids=repr)
def test_each_reason_is_said_in_words_of_its_own(frame, trouble, language):
    set_language(language)
    wired(frame, trouble)
    strip = frame.strip
    assert strip.isVisible()
    assert not strip.close_button.isVisible()
    assert storage_reason(trouble) in strip.text.text()
    assert strip.text.text().startswith(tr("keeping.lost"))
    assert strip.action.text()


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_that_nothing_is_kept_and_why(frame):
    keeper = wired(frame, DiskFull())
    lost = "您写的内容目前没有保存到本机；关闭程序后，未发送的消息和草稿会丢失。"
    assert announcer.recent == (f"{lost}{storage_reason(DiskFull())}",)
    keeper.error = StorageError()
    keeper.retried.publish(keeper.error)
    assert announcer.recent[0] == f"{lost}{storage_reason(StorageError())}"


def test_another_reason_takes_its_place_and_the_same_one_is_said_to_hold_still(frame):
    keeper = wired(frame, KeyringUnavailable("absent"))
    keeper.fail(DiskFull())
    assert tr("keeping.why.full") in frame.strip.text.text()
    frame.strip.action.click()
    assert keeper.asked[-1] == "try"
    keeper.fail(DiskFull())
    keeper.fail(DiskFull())
    assert bar_texts(frame) == [tr("keeping.still")]


@pytest.mark.parametrize(
    ("trouble", "why", "action", "asked"),
    [
        (KeyringUnavailable("absent"), "absent", "code", "code"),
        (KeyringUnavailable("no_code"), "no_code", "code", "code"),
        (KeyringUnavailable("shared"), "shared", "code", "code"),
        (KeyringUnavailable("required"), "required", "retry", "try"),
        (CodeRequired(), "code", "enter", "enter"),
        (KeyFileUnusable("damaged"), "damaged", "anew", ""),
        (KeyFileUnusable("foreign"), "other_doctor", "anew", ""),
        (KeyFileUnusable("newer"), "newer_key_file", "anew", ""),
        (KeyFileUnusable("half"), "half", "anew", ""),
    ],
)
def test_what_is_wrong_with_the_key_has_a_sentence_and_what_helps(
    frame, trouble, why, action, asked
):
    keeper = wired(frame, trouble)
    assert tr(f"keeping.why.{why}") in frame.strip.text.text()
    assert frame.strip.action.text() == tr(f"keeping.action.{action}")
    frame.strip.action.click()
    assert "".join(keeper.asked) == asked


def test_no_code_is_offered_where_the_policy_allows_none(frame):
    wired(frame, KeyringUnavailable("absent"), (KeyKind.SYSTEM,))
    assert frame.strip.action.text() == tr("keeping.action.retry")


@pytest.mark.parametrize(
    ("reason", "action", "sentence"),
    [
        ("locked", "unlock", "errors.storage.keyring.dismissed.what"),
        ("new", "choose", "keeping.not_chosen"),
    ],
)
async def test_a_closed_prompt_is_said(frame, reason, action, sentence):
    """A keyring without a password had been told of as locked, and to be unlocked."""
    keeper = wired(frame, KeyringUnavailable(reason))
    assert frame.strip.action.text() == tr(f"keeping.action.{action}")
    wiring = frame.findChild(StorageWarningWiring)
    await wiring._unlock()
    assert keeper.asked == ["unlock"]
    assert bar_texts(frame) == [tr(sentence)]


@pytest.mark.parametrize(("answer", "asked"), [("anew", ["anew"]), ("cancel", [])])
def test_beginning_anew_is_asked_twice(frame, answer, asked):
    keeper = wired(frame, WrongKey())
    frame.strip.action.click()
    frame.findChild(Dialog).answer(answer)
    assert keeper.asked == asked


def test_the_strip_speaks_the_language_in_force(frame):
    wired(frame, DiskFull())
    set_language(Language.EN)
    assert frame.strip.title.text() == tr("keeping.title")
    assert tr("keeping.why.full") in frame.strip.text.text()


@pytest.mark.parametrize(("answer", "left"), [("leave", [True]), ("cancel", [])])
def test_what_would_be_lost_is_named_and_not_all_of_a_ward(frame, answer, left):
    gone: list[bool] = []
    names = ("甲", "乙", "丙", "丁", "戊", "己", "庚")
    ask_about_losses(frame, Unsaved(9, 3, names), DiskFull(), lambda: gone.append(True))
    dialog = frame.findChild(Dialog)
    text = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert tr("keeping.leave.counts", counts=unsent_and_drafts(9, 3)) in text
    named = tr("keeping.leave.between").join(names[:5])
    assert tr("keeping.leave.more", names=named, count=2) in text
    assert not {"己", "庚"} & set(text)
    dialog.answer(answer)
    assert gone == left


@pytest.mark.parametrize(
    ("unsent", "drafts", "chinese", "english"),
    [
        (2, 1, "未发送的消息 2 条、草稿 1 份。", "2 unsent messages and 1 draft."),
        (1, 0, "未发送的消息 1 条。", "1 unsent message."),
        (0, 3, "草稿 3 份。", "3 drafts."),
    ],
)
def test_nothing_is_counted_of_what_there_is_none_of(unsent, drafts, chinese, english):
    assert unsaved_lines(Unsaved(unsent, drafts)) == [chinese]
    set_language(Language.EN)
    assert unsaved_lines(Unsaved(unsent, drafts)) == [english]


def test_one_patient_is_one():
    set_language(Language.EN)
    assert unsaved_lines(Unsaved(0, 1, ("Wang",)))[1].startswith("Patient: ")
    assert unsaved_lines(Unsaved(0, 2, ("Wang", "Li")))[1].startswith("Patients: ")


def test_counts_in_a_notice_are_said_in_the_language_that_is_picked_later(frame):
    counts = unsent_and_drafts(0, 1)
    frame.notices.add("keeping.returned.title", "keeping.returned.drafts", counts=counts)
    set_language(Language.EN)
    frame.notices.retranslate()
    assert frame.notices.text.text() == "Recovered: 1 draft."


def test_who_wrote_no_message_is_told_of_none(frame):
    ask_about_losses(frame, Unsaved(openings=1), DiskFull(), lambda: None)
    text = "\n".join(label.text() for label in frame.findChild(Dialog).findChildren(QLabel))
    assert tr("keeping.leave.opening") in text
    assert tr("keeping.counts.drafts", count=0) not in text


def test_a_disk_that_does_not_say_how_much_would_be_lost_is_not_passed_over(frame):
    ask_about_losses(frame, None, DiskFull(), lambda: None)
    text = "\n".join(label.text() for label in frame.findChild(Dialog).findChildren(QLabel))
    assert tr("keeping.leave.not_known") in text


def test_a_notice_that_must_be_read_stays_until_it_is_put_away_and_does_not_stack(frame):
    notices = frame.notices
    for _ in range(3):
        notices.add("keeping.salvaged.title", "keeping.salvaged.lost")
    notices.add("keeping.returned.title", "keeping.returned.text", counts=unsent_and_drafts(2, 1))
    assert notices.isVisible()
    assert notices.title.text() == tr("keeping.salvaged.title")
    notices.close_button.click()
    assert notices.title.text() == tr("keeping.returned.title")
    assert notices.isVisible()
    notices.close_button.click()
    assert not notices.isVisible()


def test_the_same_sentence_is_not_laid_over_itself(frame):
    first = frame.notify("一句话")
    assert frame.notify("一句话") is first
    assert frame.notify("另一句话") is not first
    assert sorted(bar_texts(frame)) == ["一句话", "另一句话"]
