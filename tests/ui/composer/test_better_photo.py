"""A request for a better photo: ready in the text, about a photo that is named, never sent."""

from dataclasses import replace

import pytest

from tests.ui.composer.conftest import HERE, THERE
from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.quick_replies import QuickReply
from workstation.domain.row_key import NO_ROW
from workstation.ui.composer.quick_replies.menu import QuickMenu
from workstation.ui.kit.strings import tr
from workstation.vault.unsent import outbox

PICTURED = replace(HERE, images=("first", "second"))


async def ask(bench, *flaws: PhotoFlaw, url: str = "second"):
    bench.open(PICTURED)
    bench.wiring.ask_for_better_photo(url, NO_ROW, flaws)
    await bench.settle()
    bench.wiring.keep()  # no timer may wait for the end of the test
    await bench.settle()


@pytest.mark.parametrize("flaw", PhotoFlaw)
async def test_it_says_what_to_do_better_and_which_photo_is_meant(bench, flaw):
    await ask(bench, flaw)
    replies = {reply.title: reply.text for reply in bench.signed_in.messaging.quick_replies.replies}
    which = tr("photo.request.number", number=2)
    assert bench.text == which + replies[tr(f"photo.request.{flaw.value}")]
    assert bench.composer.editor.hasFocus()
    assert await bench.vault.read(outbox.entries, HERE.consultation_id) == ()


async def test_of_a_photo_that_seems_fit_another_angle_is_asked(bench):
    await ask(bench, url="elsewhere")
    replies = bench.signed_in.messaging.quick_replies.replies
    (other,) = [reply for reply in replies if reply.title == tr("photo.request.other")]
    assert bench.text == other.text


async def test_the_doctors_own_words_are_used_and_a_deleted_request_is_there_again(bench):
    bench.open(PICTURED)
    quick = bench.signed_in.messaging.quick_replies
    await quick.load("zh")
    title = tr("photo.request.blurred")
    (own,) = [reply for reply in quick.replies if reply.title == title]
    await quick.change(QuickReply(title, "请再拍一张，谢谢。", own.section, own.reply_id))
    await ask(bench, PhotoFlaw.BLURRED, url="elsewhere")
    assert bench.text == "请再拍一张，谢谢。"
    await quick.remove(own.reply_id)
    bench.write("")
    await ask(bench, PhotoFlaw.BLURRED, url="elsewhere")
    assert own.text in bench.text


async def test_it_is_not_put_into_the_text_of_a_patient_opened_meanwhile(bench):
    bench.open(PICTURED)
    await bench.settle()
    bench.wiring.ask_for_better_photo("elsewhere", NO_ROW, (PhotoFlaw.BLURRED,))
    bench.open(THERE)
    await bench.settle()
    assert bench.text == ""


async def test_nor_while_the_replies_are_being_read(bench):
    bench.open(PICTURED)
    bench.wiring.ask_for_better_photo("elsewhere", NO_ROW, (PhotoFlaw.BLURRED,))
    bench.composer.quick_asked.emit()
    bench.open(THERE)
    await bench.signed_in.messaging.quick_replies.load("zh")
    await bench.settle()
    assert bench.text == ""
    assert bench.window.findChild(QuickMenu) is None
