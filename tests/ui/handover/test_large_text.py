"""The handover in a small window with the largest text: nothing that counts is cut off."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gallery import sample
from tests.gallery.scenes.handover import entries
from workstation.ui.handover import row_delegate
from workstation.ui.handover.rows import handover_rows
from workstation.ui.handover.sheet import HandoverSheet
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import theme
from workstation.ui.shell.window_frame import WindowFrame

SMALL = (720, 560)


@pytest.fixture
def sheet(qtbot: QtBot) -> HandoverSheet:
    """Open over the smallest window."""
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.resize(*SMALL)
    frame.show()
    sheet = HandoverSheet(frame)
    sheet.show_rows(tuple(handover_rows(entries(), sample.NOW_MS)))
    sheet.open()
    return sheet


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [85, 100, 150, 200])
def test_no_button_is_cut(
    qtbot: QtBot, sheet: HandoverSheet, language: Language, size: int
) -> None:
    set_language(language)
    sheet.retranslate()
    theme.set_text_size(size)
    buttons = sheet.keep, sheet.print, sheet.send
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons))
    assert sheet.keep.accessibleName() == tr("record.menu.pdf")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [720, 900, 1440])
def test_the_keys_are_told_whole_or_not_at_all(
    qtbot: QtBot, sheet: HandoverSheet, language: Language, width: int
) -> None:
    """ "M reminds of i…" tells nobody what the menu key does."""
    set_language(language)
    sheet.retranslate()
    sheet.window().resize(width, 900)
    how = sheet.how

    def is_whole() -> bool:
        block = how.block(how.width())
        return block.height <= how.height() and "…" not in block.lines[-1].text

    qtbot.waitUntil(lambda: how.isHidden() or is_whole())
    assert width < 1440 or how.isVisible()


def test_the_words_come_back_with_their_room(sheet: HandoverSheet) -> None:
    set_language(Language.EN)
    sheet.retranslate()
    theme.set_text_size(200)
    words = [sheet.keep.text()]
    theme.set_text_size(100)
    words.append(sheet.keep.text())
    assert words == ["", tr("record.menu.pdf")]


@pytest.mark.parametrize(
    ("size", "chip"), [(100, "已超时，等待 2 小时 06 分"), (200, "2 小时 06 分")]
)
def test_how_long_a_patient_waits_is_never_cut(
    sheet: HandoverSheet, monkeypatch: pytest.MonkeyPatch, size: int, chip: str
) -> None:
    painted: list[tuple[str, float]] = []

    def draw_chip(_painter, rect, text, *, icon=None, tone) -> None:
        strong = tone in row_delegate.TONES.values()
        painted.append((text, rect.width() - row_delegate.chip_width(text, icon, strong=strong)))

    monkeypatch.setattr(row_delegate, "draw_chip", draw_chip)
    theme.set_text_size(size)
    sheet.grab()
    assert painted[0] == (chip, 0)
