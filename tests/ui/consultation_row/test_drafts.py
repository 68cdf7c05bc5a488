"""A row says all that lies in a draft, so that nothing is forgotten there."""

from dataclasses import replace

import pytest

from tests.gallery import sample
from workstation.domain.changes import Changes, Draft, KeptDocument, KeptVoice
from workstation.domain.message import Attachment, MessageKind
from workstation.ui.consultation_row.row_texts import attached_text, queue_row_data
from workstation.ui.kit.strings import Language, set_language

NUMBER = 20420
REPORT, LETTER = KeptDocument("r", "血常规.pdf", 10), KeptDocument("l", "转诊.pdf", 10)
VOICE = KeptVoice("v", 7_000)


def preview_of(draft: Draft) -> str:
    """What the row of that consultation says."""
    worklist = sample.worklist(typing=False)
    worklist.apply(Changes(drafts=(draft,)))
    return queue_row_data(
        worklist.row(NUMBER), sample.NOW_MS, lambda _url: None, online=True
    ).preview.text


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (Draft(NUMBER, "", files=("p",)), "草稿：1 张图片"),
        (Draft(NUMBER, "", files=("r",), documents=(REPORT,)), "草稿：1 个文件"),
        (Draft(NUMBER, "", files=("r", "l"), documents=(REPORT, LETTER)), "草稿：2 个文件"),
        (
            Draft(NUMBER, "", files=("p", "r", "q"), documents=(REPORT,)),
            "草稿：2 张图片，1 个文件",
        ),
        (Draft(NUMBER, "", voice=VOICE), "草稿：语音 0:07"),
        (Draft(NUMBER, "", files=("p",), voice=VOICE), "草稿：1 张图片，语音 0:07"),
        (Draft(NUMBER, "忌口"), "草稿：忌口"),
        (
            Draft(NUMBER, "忌口", files=("p", "r"), documents=(REPORT,)),
            "草稿：[1 张图片，1 个文件] 忌口",
        ),
    ],
)
def test_all_that_is_attached_counts(draft: Draft, text: str) -> None:
    assert preview_of(draft) == text


def test_an_own_voice_is_named_where_the_sign_is_not_painted() -> None:
    worklist = sample.worklist(typing=False)
    before = worklist.row(NUMBER).summary
    voice = Attachment("http://media/v.mp3", "audio/mpeg", duration_ms=7_000)
    last = replace(sample.MESSAGES[-1], kind=MessageKind.VOICE, text="", attachment=voice)
    for speaker, text in ((sample.MYSELF, "我：语音 0:07"), (sample.MOTHER, "0:07")):
        worklist.apply(Changes(summaries=(replace(before, last=replace(last, speaker=speaker)),)))
        preview = queue_row_data(
            worklist.row(NUMBER), sample.NOW_MS, lambda _url: None, online=True
        ).preview
        assert preview.text == text


def test_within_a_sentence_a_voice_begins_without_a_capital() -> None:
    set_language(Language.EN)
    voice, photo = Draft(NUMBER, "", voice=VOICE), Draft(NUMBER, "", files=("p",), voice=VOICE)
    assert attached_text(voice) == "voice message 0:07"
    assert preview_of(voice) == "Draft: Voice message 0:07"
    assert preview_of(photo) == "Draft: 1 photo, voice message 0:07"
