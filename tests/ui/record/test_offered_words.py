"""Of a message of nothing but numbers some are offered at once; that there are more is said."""

import time

from PySide6.QtWidgets import QWidget

from tests.ui.record.samples import make_message, source
from workstation.ui.record.redacted_source import MAX_OFFERED_WORDS, offers_of
from workstation.ui.redaction.sheet import RedactionSheet


def test_of_numbers_without_end_the_first_are_offered_and_that_is_said(qtbot):
    numbers = " ".join(str(1_000_000 + number) for number in range(20_000))
    began = time.thread_time()
    offers = offers_of(source(make_message(1, numbers)))
    assert time.thread_time() - began < 2.0
    assert (len(offers.words), offers.words_go_on) == (MAX_OFFERED_WORDS, True)
    window = QWidget()
    qtbot.addWidget(window)
    sheet = RedactionSheet(window, offers)
    assert f"超过 {MAX_OFFERED_WORDS} 项" in sheet.words.sentence.text()
    few = RedactionSheet(window, offers_of(source(make_message(1, "1234567"))))
    assert "超过" not in few.words.sentence.text()
