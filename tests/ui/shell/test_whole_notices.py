"""No sentence of the catalogue loses its end in a notice, in the least window with large text."""

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.notices import sentence_of
from workstation.base.paths import resource
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.history.pane import HistoryPane
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SHADOW_ROOM, NoticeAction
from workstation.ui.kit.page import Page
from workstation.ui.kit.painting import Block
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.strings.catalogue import flatten
from workstation.ui.kit.theme import SIZE, theme
from workstation.ui.kit.widgets.banner import Banner, BannerTone
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.queue.pane import QueuePane
from workstation.ui.shell.placement import MINIMUM
from workstation.ui.shell.window import ShellWindow
from workstation.ui.shell.window_frame import WindowFrame

AREAS_OF_BARS = ("banner", "errors", "history", "keeping", "lists", "trouble", "window")
LOOKS = [(language, size) for language in Language for size in (100, 200)]


def entries_of(language: Language, area: str) -> dict[str, list[str]]:
    """The texts of one area by their keys, a plural as several."""
    path = resource(f"translations/{language.value}/{area}.json")
    entries = flatten(json.loads(path.read_text(encoding="utf-8")))
    return {
        key: [entry] if isinstance(entry, str) else [*entry.values()]
        for key, entry in entries.items()
    }


def bar_sentences(language: Language) -> list[str]:
    """What a bar may say, longest first."""
    areas = (entries_of(language, area).values() for area in AREAS_OF_BARS)
    return sorted({text for area in areas for texts in area for text in texts}, key=len)[::-1]


def foot_sentences(language: Language) -> list[str]:
    """The whole catalogue, and for every error what happened together with what to do about it."""
    areas = [path.stem for path in resource(f"translations/{language.value}").glob("*.json")]
    everything = [
        text for area in areas for texts in entries_of(language, area).values() for text in texts
    ]
    errors = entries_of(language, "errors")
    joined = [
        tr("errors.joined", what=what, next=errors[f"{key.removesuffix('.what')}.next"][0])
        for key, (what,) in errors.items()
        if key.endswith(".what")
    ]
    return everything + joined


def unspaced(text: str) -> str:
    return "".join(text.split())


def is_whole(block: Block, text: str) -> bool:
    """Whether every letter is in some line; a line that ends in an ellipsis lacks some."""
    return unspaced("".join(line.text for line in block.lines)) == unspaced(text)


def label_shows(label: Label, text: str) -> bool:
    """Whether a label is in sight, and high enough for every line of ``text``."""
    if not label.isVisible():
        return not text
    block = label.block(label.width())
    return is_whole(block, text) and label.height() >= block.height


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0].value}-{look[1]}")
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    """Each language, at each end of the sizes that large text begins and ends with."""
    language, size = request.param
    set_language(language)
    theme.set_text_size(size)
    yield language
    set_language(Language.ZH)


@pytest.fixture
def frame(language: Language, qtbot: QtBot) -> Iterator[WindowFrame]:  # noqa: ARG001
    """The least window."""
    window, frame = ShellWindow(), WindowFrame()
    qtbot.addWidget(window)
    frame.add_page("active", Page)
    window.show_only(frame)
    frame.show_page("active")
    window.resize(*MINIMUM)
    window.show()
    yield frame
    window.end()


def settle() -> None:
    """Let the layouts have their turn: a bar above makes the one below move."""
    for _ in range(3):
        QApplication.processEvents()


def read_whole(frame: WindowFrame, bar: NoticeBar | Banner) -> tuple[list[str], bool]:
    """What is read after a press on "read all", and whether it and its button are in sight."""
    bar.whole_button.click()
    (dialog,) = [each for each in frame.findChildren(Dialog) if each.isVisible()]
    settle()
    labels = [each for each in dialog.findChildren(Label) if each.text()]
    scrolled = dialog.scroll_area.widget()
    in_sight = frame.rect().contains(dialog.card().toRect()) and all(
        label_shows(each, each.text()) and scrolled.rect().contains(each.geometry())
        for each in labels
    )
    dialog.answer("close")
    return [each.text() for each in labels], in_sight


@pytest.mark.parametrize("kind", ["strip", "notices"])
def test_a_bar_shows_all_of_a_sentence_or_a_button_that_does(
    frame: WindowFrame, language: Language, kind: str
) -> None:
    """An earlier version than the data's was told in two lines, without what to do about it."""
    bar = getattr(frame, kind)
    title = tr("keeping.title")
    for text in bar_sentences(language):
        bar.show_text(title, text)
        settle()
        is_shown = label_shows(bar.title, title) and label_shows(bar.text, text)
        assert bar.whole_button.isVisible() is not is_shown, text


@pytest.mark.parametrize("kind", ["strip", "notices", "banner"])
def test_the_button_opens_all_of_the_longest_sentence(
    frame: WindowFrame, language: Language, kind: str
) -> None:
    bar, title = getattr(frame, kind), tr("keeping.title")
    frame.bars.show_banner(visible=kind == "banner")
    text = bar_sentences(language)[0]
    bar.show_text(*((BannerTone.WARNING,) if kind == "banner" else ()), title, text)
    settle()
    assert bar.whole_button.isVisible() is (theme.scaled(100) > 100)
    if bar.whole_button.isVisible():
        assert read_whole(frame, bar) == ([title, text], True)


def test_the_banner_shows_all_of_a_sentence_or_a_button_that_does(
    frame: WindowFrame, language: Language
) -> None:
    title = tr("banner.away")
    _, detail = frame.banner.findChildren(Label)
    for text in bar_sentences(language):
        frame.show_banner(BannerTone.WARNING, title, text, tr("banner.retry_now"))
        settle()
        assert frame.banner.whole_button.isVisible() is not label_shows(detail, text), text


def test_a_notice_at_the_foot_is_as_high_as_its_sentence(
    frame: WindowFrame, language: Language
) -> None:
    bar = frame.notify(tr("keeping.still"), NoticeAction(lambda: None, tr("queue.open")))
    for text in foot_sentences(language):
        bar.show_text(text)
        block = sentence_of(bar).block
        assert is_whole(block, text), text
        assert bar.body_height >= block.height
        assert bar.y() + SHADOW_ROOM >= 0


def list_bars() -> list[QWidget]:
    """Every pane with bars of its own, as wide as the list beside a conversation."""
    details = DetailsPane(SimpleNamespace(thumbnail=lambda *_: None), lambda: 0)
    return [QueuePane(["waiting"]), HistoryPane(), details]


def test_a_bar_above_a_list_opens_what_it_cuts_as_well(
    language: Language,
    qtbot: QtBot,
) -> None:
    """Six lines of a narrow list are not enough for some errors, at 100 % either."""
    text = max(bar_sentences(language), key=len)
    for pane in list_bars():
        qtbot.addWidget(pane)
        pane.resize(SIZE.list_compact, 3 * MINIMUM[1])
        pane.show()
        for bar in pane.findChildren(NoticeBar):
            bar.show_text(tr("lists.close_notice"), text, tr("lists.retry"))
            settle()
            assert bar.whole_button.isVisible() is not label_shows(bar.text, text)
            bar.whole_button.click()
            (dialog,) = (each for each in pane.findChildren(Dialog) if each.isVisible())
            assert text in [label.text() for label in dialog.findChildren(Label)]
            dialog.answer("close")
            bar.put_away()
