"""For whom one writes, and what is asked once before it goes."""

from PySide6.QtCore import Qt

from tests.fakes.archive import ROOM
from tests.store.people import message
from tests.ui.composer.conftest import HERE, OTHER, THERE
from workstation.domain.guards import SWITCH_MS, Doubts
from workstation.domain.message import MessageKind
from workstation.ui.composer.guard import MAX_ANSWER_CHARACTERS, sentences
from workstation.ui.kit.painting.initials import colour_index
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme


def test_the_composer_says_for_whom_and_who_asks_in_both_languages(bench):
    bench.composer.show_target(HERE)
    assert bench.composer.target.text == "回复 王小宝 · 王秀英 发起"
    assert bench.composer.target.accessibleName() == bench.composer.target.text
    set_language(Language.EN)
    assert bench.composer.target.text == "To 王小宝 · started by 王秀英"


def test_a_screen_reader_hears_for_whom_the_reply_is(bench):
    bench.composer.show_target(HERE)
    here = bench.composer.editor.accessibleName()
    bench.composer.show_target(THERE)
    assert "王小宝" in here
    assert bench.composer.editor.accessibleName() == bench.composer.target.text
    set_language(Language.EN)
    bench.composer.retranslate()
    assert bench.composer.editor.accessibleName().startswith("To 李一诺")


def test_the_target_has_the_tint_of_that_patient(bench):
    colours = []
    for consultation in (HERE, THERE):
        bench.composer.show_target(consultation)
        mark = bench.composer.target
        picture = mark.grab().toImage()
        colours.append(picture.pixelColor(picture.width() - 20, picture.height() // 2).rgb())
        expected = theme.avatars[colour_index(consultation.target.member_id, len(theme.avatars))]
        assert colours[-1] == expected.background.rgb()
    assert colours[0] != colours[1]


async def test_a_reply_right_after_a_switch_is_asked_about_once(bench):
    bench.open(THERE)
    bench.open(HERE)
    bench.write("好的")
    bench.clock.ms += SWITCH_MS - 1
    await bench.send()
    assert "刚刚切换到 王小宝" in bench.asked
    assert await bench.queued() == []
    assert bench.text == "好的"
    bench.composer.confirmation.go.click()
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, "好的")]
    bench.write("再说一句")
    await bench.send()
    assert len(await bench.queued()) == 2


async def test_two_seconds_after_a_switch_nothing_is_asked(bench):
    bench.open(THERE)
    bench.open(HERE)
    bench.write("好的")
    bench.clock.ms += SWITCH_MS
    await bench.send()
    assert len(await bench.queued()) == 1


async def test_the_first_consultation_of_all_is_no_switch(bench):
    bench.open()
    bench.write("好的")
    await bench.send()
    assert len(await bench.queued()) == 1


async def test_a_text_that_names_another_patient_is_asked_about_once(bench):
    bench.open()
    bench.write("李一诺今天还烧吗")
    await bench.send()
    assert "李一诺" in bench.asked
    assert "王小宝" in bench.asked
    bench.composer.confirmation.go.click()
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, "李一诺今天还烧吗")]


async def test_a_yes_holds_for_what_was_asked_about_alone(bench):
    bench.open(THERE)
    bench.open(HERE)
    bench.write("好的")
    await bench.send()
    bench.composer.confirmation.go.click()
    await bench.settle()
    bench.write("李一诺的体温")
    await bench.send()
    assert "李一诺" in bench.asked
    assert await bench.queued() == [(MessageKind.TEXT, "好的")]


async def test_who_opens_the_next_patient_at_once_is_not_asked_for_that(bench):
    bench.open(HERE)
    bench.write("好的")
    bench.press(Qt.Key.Key_Return)
    bench.open(THERE)
    await bench.settle()
    assert bench.composer.message.text == ""
    assert await bench.queued() == [(MessageKind.TEXT, "好的")]


async def test_what_is_written_on_meanwhile_is_not_asked_about_and_not_sent(bench):
    bench.open(THERE)
    bench.open(HERE)
    bench.write("好的")
    bench.press(Qt.Key.Key_Return)
    bench.write("，再说一句")
    await bench.settle()
    assert bench.asked == ""
    assert (await bench.queued(), bench.text) == ([], "好的，再说一句")


async def test_enter_on_the_question_sends_nothing_and_gives_the_text_back(bench):
    bench.open()
    bench.write("李一诺今天还烧吗")
    await bench.send()
    assert bench.composer.confirmation.back.hasFocus()
    bench.press(Qt.Key.Key_Return)
    await bench.settle()
    assert bench.asked == ""
    assert await bench.queued() == []
    assert bench.composer.editor.hasFocus()


async def test_escape_answers_no_and_the_arrow_key_and_enter_answer_yes(bench):
    bench.open()
    bench.write("李一诺今天还烧吗")
    await bench.send()
    bench.press(Qt.Key.Key_Escape)
    assert bench.asked == ""
    await bench.send()
    bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_Return)
    await bench.settle()
    assert len(await bench.queued()) == 1


async def test_the_arrow_keys_alone_go_from_one_answer_to_the_other(bench):
    bench.open()
    bench.write("李一诺今天还烧吗")
    await bench.send()
    question = bench.composer.confirmation
    for key, answer in (
        (Qt.Key.Key_A, question.back),
        (Qt.Key.Key_Right, question.go),
        (Qt.Key.Key_A, question.go),
        (Qt.Key.Key_Left, question.back),
        (Qt.Key.Key_Down, question.go),
        (Qt.Key.Key_Up, question.back),
    ):
        bench.press(key)
        assert answer.hasFocus(), key
    assert await bench.queued() == []


async def test_a_change_of_the_text_takes_the_question_back(bench):
    bench.open()
    bench.write("李一诺今天还烧吗")
    await bench.send()
    bench.composer.editor.selectAll()
    bench.write("今天还烧吗")
    assert bench.asked == ""
    bench.composer.editor.setFocus()
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "今天还烧吗")]


async def test_a_question_does_not_go_along_to_another_consultation(bench):
    bench.open()
    bench.write("李一诺今天还烧吗")
    await bench.send()
    bench.open(THERE)
    assert bench.asked == ""
    assert await bench.queued(OTHER) == []


async def test_a_colleagues_answer_since_the_draft_was_begun_is_shown_first(bench):
    await bench.answer("早先的回复")
    bench.open()
    bench.write("先停")
    await bench.settle()
    await bench.answer("看了照片，更像荨麻疹。")
    bench.write("掉芒果")
    await bench.send()
    assert "看了照片，更像荨麻疹。" in bench.asked
    assert "早先的回复" not in bench.asked
    assert await bench.queued() == []
    bench.composer.confirmation.go.click()
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, "先停掉芒果")]


async def test_a_colleagues_answer_is_told_once_and_the_next_one_again(bench):
    bench.open()
    bench.write("先停掉芒果")
    await bench.settle()
    await bench.answer("甲")
    await bench.send()
    bench.press(Qt.Key.Key_Escape)
    await bench.answer("乙")
    await bench.send()
    assert "“乙”" in bench.asked
    assert "“甲”" not in bench.asked


async def test_an_answer_that_nobody_was_shown_is_told_at_the_next_try(bench):
    bench.open(HERE)
    bench.write("好的")
    await bench.settle()
    await bench.answer("我来处理")
    bench.press(Qt.Key.Key_Return)
    bench.open(THERE)
    await bench.settle()
    assert await bench.queued() == []
    bench.open(HERE)
    bench.clock.ms += SWITCH_MS
    await bench.send()
    assert "我来处理" in bench.asked
    assert await bench.queued() == []


async def test_an_answer_elsewhere_is_none_here(bench):
    bench.open()
    bench.write("先停掉芒果")
    await bench.settle()
    await bench.answer("别处的回复", OTHER)
    await bench.send()
    assert await bench.queued(ROOM) == [(MessageKind.TEXT, "先停掉芒果")]


def test_of_a_long_answer_the_beginning_is_shown():
    def question(length: int) -> str:
        return sentences(Doubts(answers=(message("药" * length),)), HERE, 0)[1]

    assert "药" * MAX_ANSWER_CHARACTERS in question(MAX_ANSWER_CHARACTERS)
    assert "药" * (MAX_ANSWER_CHARACTERS - 1) + "…" in question(MAX_ANSWER_CHARACTERS + 1)
