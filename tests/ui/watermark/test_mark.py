"""The mark is legible in a poor picture of the screen, and leaves the words below it legible."""

import io
import itertools
from collections.abc import Sequence
from operator import mul

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from workstation.domain.ids import MemberId
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import VIEWER, Appearance, TextRole, theme
from workstation.ui.watermark import mark
from workstation.ui.watermark.mark import BLACK, WHITE, WatermarkShape, mark_text

MEMBER = MemberId(1001)
MOMENT = "2026-11-27 17:05"
DIGITS = "0123456789"
READABLE = 4.5
SURFACES = (
    *("bg_rail", "bg_panel", "bg_canvas", "bg_raised", "bg_field", "bg_pressed"),
    *("bg_selected", "bubble_patient", "bubble_me", "bubble_colleague"),
)
HOVERED = ("bg_rail", "bg_panel", "bg_canvas", "bg_raised", "bg_field")
INKS = (
    *("text_primary", "text_secondary", "text_tertiary", "accent_text", "danger_text"),
    *("warning_text", "success_text"),
)
PAIRS = (
    *itertools.product(INKS, SURFACES),
    ("accent_on", "accent_fill"),
    ("danger_on", "danger_fill"),
    ("match_text", "match_bg"),
    ("snack_text", "snack_bg"),
    ("warning_text", "warning_tint"),
    ("danger_text", "danger_tint"),
    ("success_text", "success_tint"),
    ("accent_text", "accent_tint"),
    ("colleague_text", "bubble_colleague"),
)
VIEWER_PAIRS = (
    *itertools.product(("text", "text_secondary", "accent"), ("bg", "bar", "raised")),
    ("on", "accent_fill"),
)
GROUNDS = {
    "white": (Appearance.LIGHT, "#FFFFFF"),
    "own bubble": (Appearance.LIGHT, "#D2E9EC"),
    "viewer, light": (Appearance.LIGHT, "#1B1B1B"),
    "photo": (Appearance.LIGHT, "#8C6A58"),
    "dark": (Appearance.DARK, "#101416"),
    "own bubble, dark": (Appearance.DARK, "#14424C"),
}


@pytest.fixture
def watermarked(qapp):  # noqa: ARG001
    theme.set_watermarked(True)
    yield
    theme.set_watermarked(False)


def luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def under(colour: QColor, ink: int, strength: float) -> QColor:
    return QColor(*(round(part * (1 - strength) + ink * strength) for part in colour.getRgb()[:3]))


def lowest_contrast(ink: QColor, ground: QColor) -> float:
    """Of a text that is over the mark, and of one that lies below it together with its ground."""
    marks = ((0, BLACK), (255, WHITE))
    return min(
        contrast(ink, ground),
        *(contrast(ink, under(ground, *each)) for each in marks),
        *(contrast(under(ink, *each), under(ground, *each)) for each in marks),
    )


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.usefixtures("watermarked")
def test_text_below_it_keeps_its_contrast(appearance: Appearance) -> None:
    theme.set_appearance(appearance)
    colours = theme.colours
    pairs = (
        {
            (ink, ground): lowest_contrast(getattr(colours, ink), getattr(colours, ground))
            for ink, ground in PAIRS
        }
        | {
            (ink, f"hovered {ground}"): lowest_contrast(
                getattr(colours, ink), colours.hovered(getattr(colours, ground))
            )
            for ink, ground in itertools.product(INKS, HOVERED)
        }
        | {
            (ink, f"viewer {ground}"): lowest_contrast(
                getattr(VIEWER, ink), getattr(VIEWER, ground)
            )
            for ink, ground in VIEWER_PAIRS
        }
    )
    assert {pair: value for pair, value in pairs.items() if value < READABLE} == {}


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.usefixtures("watermarked")
def test_initials_below_it_keep_their_contrast(appearance: Appearance) -> None:
    theme.set_appearance(appearance)
    lowest = [lowest_contrast(pair.foreground, pair.background) for pair in theme.avatars]
    assert min(lowest) >= READABLE


def test_without_a_watermark_the_design_s_own_inks_hold() -> None:
    theme.set_watermarked(True)
    theme.set_watermarked(False)
    assert theme.colours.text_tertiary != theme.colours.text_secondary


def screen(text: str, ground: str) -> QImage:
    image = QImage(300, 48, QImage.Format.Format_RGB888)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.drawPixmap(QPoint(8, 4), WatermarkShape.of((text,)).picture(1.0, light=theme.dark))
    painter.end()
    return image


def half(image: QImage) -> Image.Image:
    """At half its size, as a messenger or a report shows it."""
    content, size = bytes(image.constBits()), (image.width(), image.height())
    whole = Image.frombytes("RGB", size, content, "raw", "RGB", image.bytesPerLine())
    return whole.resize((size[0] // 2, size[1] // 2), Image.Resampling.BILINEAR)


def as_jpeg(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return Image.open(file)


def shades(picture: Image.Image) -> list[int]:
    return list(picture.convert("L").tobytes())


def correlation(one: Sequence[int], other: Sequence[int]) -> float:
    count = len(one)
    mean, other_mean = sum(one) / count, sum(other) / count
    both = sum(map(mul, one, other)) - count * mean * other_mean
    square = sum(map(mul, one, one)) - count * mean * mean
    other_square = sum(map(mul, other, other)) - count * other_mean * other_mean
    scale = (square * other_square) ** 0.5
    return both / scale if scale else 0.0


def misread(ground: str) -> list[tuple[str, str]]:
    """For each digit of the minute, those that the picture shows at least as well."""
    seen = shades(as_jpeg(half(screen(MOMENT, ground))))

    def likeness(text: str) -> float:
        return correlation(seen, shades(half(screen(text, ground))))

    true = likeness(MOMENT)
    return [
        (MOMENT[place], digit)
        for place in (9, 12, 14, 15)
        for digit in DIGITS
        if digit != MOMENT[place] and likeness(MOMENT[:place] + digit + MOMENT[place + 1 :]) >= true
    ]


@pytest.mark.parametrize("name", GROUNDS)
def test_every_digit_is_told_from_the_others(name: str) -> None:
    """At half the size, as a JPEG of quality 60: no other digit fits the picture as well."""
    appearance, ground = GROUNDS[name]
    theme.set_appearance(appearance)
    assert misread(ground) == []


def test_on_paper_it_is_the_same_mark() -> None:
    paper = QImage(300, 48, QImage.Format.Format_RGB888)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(8, 4)
    WatermarkShape.of((MOMENT,)).paint(painter)
    painter.end()
    alike = correlation(shades(half(paper)), shades(half(screen(MOMENT, "white"))))
    assert alike > 0.99


@pytest.mark.parametrize("name", ["white", "dark"])
def test_a_mark_too_faint_is_not_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the measure bites."""
    monkeypatch.setattr(mark, "BLACK", 0.004)
    monkeypatch.setattr(mark, "WHITE", 0.004)
    appearance, ground = GROUNDS[name]
    theme.set_appearance(appearance)
    assert misread(ground) != []


def test_it_names_doctor_computer_and_minute_in_either_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "ward-3\n" + "x" * 60)
    chinese = mark_text("林若川", MEMBER, 0)
    assert chinese[0] == "林若川 1001"
    assert chinese[1].startswith("电脑 ward-3 x")
    assert len(chinese[1]) < 30
    assert len(chinese[2]) == len(MOMENT)
    set_language(Language.EN)
    assert mark_text("", MEMBER, 0)[:2] == ("1001", chinese[1].replace("电脑", "PC"))
    assert mark_text("林若川", MEMBER, 60_000)[2] != chinese[2]


def test_wherever_one_cuts_a_picture_out_there_is_a_whole_mark() -> None:
    whole = WatermarkShape.of(("林若川 1001", "PC ward-3", MOMENT))
    step = whole.size + mark.APART
    cut = QSize(step.width() + whole.size.width(), step.height() + whole.size.height())
    for left, top in itertools.product(range(0, step.width(), 37), range(0, step.height(), 41)):
        area = QRect(QPoint(left, top), cut)
        marks = [QRect(place, whole.size) for place in whole.places(area)]
        assert any(area.contains(each) for each in marks)


def test_marks_lie_at_the_same_places_whichever_part_is_painted() -> None:
    whole = WatermarkShape.of(("林若川 1001", MOMENT))
    everywhere = set(whole.places(QRect(0, 0, 1440, 900)))
    part = QRect(400, 300, 120, 60)
    expected = {place for place in everywhere if QRect(place, whole.size).intersects(part)}
    assert expected <= set(whole.places(part))


def test_it_stays_of_one_size_whatever_size_of_text_is_chosen() -> None:
    before = WatermarkShape.of((MOMENT,)).size
    theme.set_text_size(200)
    assert WatermarkShape.of((MOMENT,)).size == before
    assert theme.style(TextRole.DISPLAY).line > mark.STYLE.line
