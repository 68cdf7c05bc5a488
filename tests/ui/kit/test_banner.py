"""The bar of the connection says all of it, however narrow its window and large its text."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.banner import Banner, BannerTone
from workstation.ui.kit.widgets.label import Label

Show = Callable[..., QWidget]
TITLES = ("away", "refused", "conflict")


@pytest.fixture
def banner(show_widget: Show) -> Banner:
    """A banner above the rest of a page."""
    result, page = Banner(), QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(result)
    column.addStretch(1)
    show_widget(page)
    return result


def say(banner: Banner, name: str, *, width: int, is_brief: bool = False) -> tuple[Label, Label]:
    """Its title and its detail, laid out in a window of that width."""
    parts = ("title", "text", "action")
    if name == "away":
        words = [tr("banner.away"), tr("banner.retry_in", seconds=8), tr("banner.retry_now")]
    else:
        words = [tr(f"banner.{name}.{part}") for part in parts]
    banner.show_text(BannerTone.WARNING, *words)
    banner.fit(is_brief=is_brief)
    banner.window().resize(width, 560)
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    title, detail = banner.findChildren(Label)
    return title, detail


def is_whole(label: Label) -> bool:
    """Whether all lines of a label, and all letters of each, have their room."""
    lines = label.block(label.width()).lines
    return label.height() >= label.heightForWidth(label.width()) and "…" not in lines[-1].text


@pytest.mark.parametrize("size", [100, 125, 150, 200])
@pytest.mark.parametrize("name", TITLES)
def test_a_narrow_window_keeps_its_width_and_every_word(
    banner: Banner, size: int, name: str
) -> None:
    """The title would not wrap: in English it pushed the window wider, or the detail into a
    column of single letters."""
    set_language(Language.EN)
    theme.set_text_size(size)
    title, detail = say(banner, name, width=620)
    assert banner.window().width() == 620
    assert is_whole(title)
    assert is_whole(detail)
    least = min(detail.sizeHint().width(), 8 * theme.scaled(13))
    assert detail.width() >= least


@pytest.mark.parametrize("name", TITLES)
def test_a_wide_window_has_the_title_beside_the_detail(banner: Banner, name: str) -> None:
    title, detail = say(banner, name, width=1200)
    assert title.width() == title.sizeHint().width()
    assert detail.x() > title.geometry().right()
    assert banner.height() == 40


def test_the_detail_goes_below_the_title_where_that_needs_fewer_lines(banner: Banner) -> None:
    set_language(Language.EN)
    title, detail = say(banner, "refused", width=480)
    assert detail.y() >= title.geometry().bottom()
    assert detail.x() == title.x()


def test_one_line_that_is_too_short_for_the_title_offers_the_whole(banner: Banner) -> None:
    set_language(Language.EN)
    theme.set_text_size(200)
    say(banner, "refused", width=560, is_brief=True)
    assert banner.window().width() == 560
    assert banner.whole_button.isVisible()
    asked: list[tuple[str, str]] = []
    banner.whole_asked.connect(lambda *words: asked.append(words))
    banner.whole_button.click()
    assert asked == [(tr("banner.refused.title"), tr("banner.refused.text"))]


def test_a_title_alone_that_is_cut_offers_the_whole(banner: Banner) -> None:
    banner.show_text(BannerTone.WARNING, "连接已断开" * 20)
    banner.fit(is_brief=True)
    banner.window().resize(560, 300)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert banner.window().width() == 560
    assert banner.whole_button.isVisible()
