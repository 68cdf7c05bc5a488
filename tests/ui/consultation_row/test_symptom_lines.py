"""What a row says of the matter is what the conversation's card says: kind, words, pictures."""

import pytest

from tests.store.people import consultation
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.store.history import has_pictures
from workstation.ui.consultation_row.row_data import QueueRowData
from workstation.ui.consultation_row.row_texts import symptom_preview
from workstation.ui.conversation.details.others_section import matter_line
from workstation.ui.conversation.finding.matches import match_sentence, matches_in
from workstation.ui.conversation.timeline.card import card_text, matter_text
from workstation.ui.handover.texts import summary_text
from workstation.ui.history.rows import history_row_data
from workstation.ui.kit.strings import tr

FIRST, SECOND, THIRD = (f"https://clinic.example/{name}.jpg" for name in "abc")
VIDEO = consultation(1, symptom=Symptom(SymptomKind.UNKNOWN, "走路的样子", "video"))
EMPTY = consultation(1, symptom=Symptom(SymptomKind.TEXT, " "))
SILENT = consultation(1, symptom=Symptom(SymptomKind.VOICE, "", "voice"))
PHOTO_AND_TWO = consultation(
    1, symptom=Symptom(SymptomKind.IMAGE, FIRST, "image"), images=(SECOND, THIRD)
)


def row_text(of: Consultation) -> str:
    return symptom_preview(of, lambda _url: None).text


def history_row(of: Consultation) -> QueueRowData:
    """Its row in the history, where nothing waits to be sent."""
    return history_row_data(of, 1, lambda _url: None, has_draft=False, unsent=0)


def test_a_kind_that_nobody_knows_is_named_wherever_its_text_is_shown() -> None:
    line = tr("conversation.card.of_kind", kind="video", text="走路的样子")
    assert row_text(VIDEO) == matter_text(VIDEO) == matter_line(VIDEO) == line
    assert line in history_row(VIDEO).spoken
    assert summary_text(VIDEO) == f"皮肤科 · {line}"


def test_the_words_of_a_kind_that_nobody_knows_are_found_where_the_card_has_them() -> None:
    (match,) = matches_in(VIDEO, (), "样子")
    start, end = match.span
    assert card_text(VIDEO)[start:end] == "样子"
    assert "走路的样子" in match_sentence(match, VIDEO, ())


def test_a_photo_that_is_the_symptom_itself_counts_with_the_others() -> None:
    counted = tr("queue.pictures", count=3)
    assert row_text(PHOTO_AND_TWO) == matter_line(PHOTO_AND_TWO) == counted
    assert history_row(PHOTO_AND_TWO).tail == "3"


@pytest.mark.parametrize("nothing", [EMPTY, SILENT], ids=["no words", "no recording"])
def test_where_nothing_was_given_no_photo_and_no_voice_is_told_of(nothing: Consultation) -> None:
    missing = tr("queue.no_symptom")
    assert row_text(nothing) == matter_line(nothing) == missing
    assert summary_text(nothing) == f"皮肤科 · {missing}"
    assert not has_pictures(nothing)
    assert not history_row(nothing).tail
