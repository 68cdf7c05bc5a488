"""Laboratory reports on paper, as parents photograph them: tilted, shaded, the name blotted out."""
# ruff: noqa: PLR2004 - proportions and chances of a picture stand where they are used

from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from workstation.clinic.drawing.fonts import chinese
from workstation.clinic.drawing.texture import (
    Size,
    blurred,
    clouds,
    faded,
    relief,
    tinted,
    uneven,
    variation,
)

PAPER: Final[Size] = (1240, 1640)
_INK: Final = (38, 40, 46)
_MARGIN: Final = 90
_COLUMNS: Final = (90, 160, 620, 820, 1000)
_DESKS: Final = ((150, 112, 80), (196, 190, 182), (92, 94, 100), (214, 204, 188))


@dataclass(frozen=True, slots=True)
class _Item:
    """One line of a report: normal from ``low`` to ``high``, usual results around ``usual``."""

    name: str
    unit: str
    low: float
    high: float
    usual: float


_BLOOD: Final = (
    _Item("白细胞计数 WBC", "10^9/L", 4.4, 11.9, 11.0),
    _Item("中性粒细胞百分比 NEUT%", "%", 22, 65, 52),
    _Item("淋巴细胞百分比 LYMPH%", "%", 23, 69, 44),
    _Item("单核细胞百分比 MONO%", "%", 2, 11, 7),
    _Item("嗜酸性粒细胞百分比 EO%", "%", 0.0, 9.0, 4.0),
    _Item("红细胞计数 RBC", "10^12/L", 4.0, 5.5, 4.6),
    _Item("血红蛋白 HGB", "g/L", 112, 149, 122),
    _Item("红细胞压积 HCT", "%", 34, 43, 37),
    _Item("平均红细胞体积 MCV", "fL", 76, 88, 80),
    _Item("血小板计数 PLT", "10^9/L", 188, 472, 290),
    _Item("C 反应蛋白 CRP", "mg/L", 0.0, 8.0, 9.0),
    _Item("血清淀粉样蛋白 A SAA", "mg/L", 0.0, 10.0, 16.0),
)
_URINE: Final = (
    _Item("尿比重 SG", "", 1.003, 1.030, 1.018),
    _Item("酸碱度 pH", "", 4.5, 8.0, 6.0),
    _Item("白细胞 LEU", "个/uL", 0, 25, 40),
    _Item("红细胞 ERY", "个/uL", 0, 17, 15),
    _Item("上皮细胞 EC", "个/uL", 0, 20, 6),
    _Item("管型 CAST", "个/uL", 0, 1, 0.3),
    _Item("细菌 BACT", "个/uL", 0, 1200, 800),
    _Item("尿蛋白 PRO", "g/L", 0.0, 0.15, 0.08),
)
_ALLERGEN: Final = tuple(
    _Item(name, "IU/mL", 0.0, 0.35, usual)
    for name, usual in (
        ("屋尘螨 d1", 6.2),
        ("粉尘螨 d2", 4.1),
        ("猫毛皮屑 e1", 0.2),
        ("狗毛皮屑 e5", 0.1),
        ("蒿草花粉 w6", 0.6),
        ("豚草 w1", 0.1),
        ("真菌组合 mx2", 0.2),
        ("鸡蛋白 f1", 0.9),
        ("牛奶 f2", 0.5),
        ("小麦 f4", 0.1),
        ("花生 f13", 0.1),
        ("虾 f24", 0.3),
        ("蟹 f23", 0.2),
    )
)
_REPORTS: Final = {
    "blood": ("血常规 + CRP 检验报告单", "静脉血", _BLOOD),
    "urine": ("尿液分析检验报告单", "尿液", _URINE),
    "allergen": ("血清特异性 IgE 检测报告单", "血清", _ALLERGEN),
}


def report(random: Random, size: Size, kind: str) -> Image.Image:
    """A report of the kind, lying on a desk."""
    title, specimen, items = _REPORTS[kind]
    paper = Image.new("RGB", PAPER, (249, 248, 243))
    pen = ImageDraw.Draw(paper)
    _write_head(pen, title, specimen)
    for row, item in enumerate(items):
        _write_line(pen, random, 480 + row * 66, row + 1, item)
    _write_foot(pen)
    return _photographed(_crumpled(paper, random), random, size)


def _write_head(pen: ImageDraw.ImageDraw, title: str, specimen: str) -> None:
    _write(pen, (PAPER[0] / 2, 110), "清河儿童医院", 46, "mm")
    _write(pen, (PAPER[0] / 2, 178), title, 36, "mm")
    for place, label in enumerate(("姓名", "性别", "年龄", "科室")):
        x = _MARGIN + place * 270
        _write(pen, (x, 270), f"{label}：", 28, "lm")
        pen.rectangle((x + 92, 252, x + 92 + 110, 288), fill=(86, 88, 94))
    _write(pen, (_MARGIN, 330), f"标本类型：{specimen}　　检验仪器：自动分析仪", 26, "lm")
    pen.line((_MARGIN, 372, PAPER[0] - _MARGIN, 372), fill=_INK, width=3)
    for x, label in zip(_COLUMNS, ("序", "项目名称", "结果", "参考区间", "单位"), strict=True):
        _write(pen, (x, 408), label, 28, "lm")
    pen.line((_MARGIN, 440, PAPER[0] - _MARGIN, 440), fill=_INK, width=2)


def _write_line(pen: ImageDraw.ImageDraw, random: Random, y: int, row: int, item: _Item) -> None:
    value = max(0.0, random.gauss(item.usual, (item.high - item.low) * 0.22))
    mark = " ↑" if value > item.high else " ↓" if value < item.low else ""
    texts = (
        str(row),
        item.name,
        f"{_number(value, item)}{mark}",
        f"{_number(item.low, item)} - {_number(item.high, item)}",
        item.unit,
    )
    for x, text in zip(_COLUMNS, texts, strict=True):
        _write(pen, (x, y), text, 27, "lm", bold=bool(mark) and x == _COLUMNS[2])


def _number(value: float, item: _Item) -> str:
    if item.high < 2 and item.low > 1:
        return f"{value:.3f}"
    if item.high >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if item.high < 10 else f"{value:.1f}"


def _write_foot(pen: ImageDraw.ImageDraw) -> None:
    y = PAPER[1] - 170
    pen.line((_MARGIN, y, PAPER[0] - _MARGIN, y), fill=_INK, width=2)
    _write(pen, (_MARGIN, y + 44), "检验者：■■■　　审核者：■■■", 26, "lm")
    _write(pen, (_MARGIN, y + 92), "本报告仅对所检标本负责，请结合临床。", 24, "lm")


def _write(  # noqa: PLR0913 - a text, its place and its look
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    anchor: str,
    *,
    bold: bool = False,
) -> None:
    font = chinese(size)
    if font is None:
        _draw_bar(pen, place, len(text) * size * 0.7, size, anchor)
        return
    pen.text(place, text, fill=_INK, font=font, anchor=anchor, stroke_width=1 if bold else 0)


def _draw_bar(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], width: float, size: int, anchor: str
) -> None:
    """Draw a line in place of text that no font on this computer can write."""
    left = place[0] - (width / 2 if anchor == "mm" else 0)
    pen.rectangle((left, place[1] - size * 0.18, left + width, place[1] + size * 0.18), fill=_INK)


def _crumpled(paper: Image.Image, random: Random) -> Image.Image:
    waves = blurred(uneven(random, paper.size, 4), 40)
    paper = relief(paper, waves, 24, 0.5)
    crease = Image.new("L", paper.size, 0)
    y = paper.height * random.choice((0.34, 0.5, 0.62))
    ImageDraw.Draw(crease).line((0, y, paper.width, y + random.uniform(-30, 30)), fill=190, width=7)
    return relief(paper, blurred(crease, 5), 5, 0.35)


def _photographed(paper: Image.Image, random: Random, size: Size) -> Image.Image:
    """The report photographed a little from the side, on a desk, under a lamp."""
    desk = Image.new("RGB", size, random.choice(_DESKS))
    grain = clouds(random, (size[0] // 40 + 2, size[1]), 200).resize(size)
    desk = variation(desk, grain, (16, 14, 12))
    corners = _corners(random, size)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([*corners], fill=255)
    shadow = faded(blurred(mask, max(size) / 50), 0.75)
    desk = tinted(desk, shadow, (0.5, 0.48, 0.46))
    flat = paper.transform(
        size,
        Image.Transform.PERSPECTIVE,
        _perspective(corners, paper.size),
        Image.Resampling.BICUBIC,
    )
    image = Image.composite(flat, desk, blurred(mask, 1))
    lamp = uneven(random, size, 2)
    return tinted(image, faded(lamp, 0.8), (0.74, 0.72, 0.68))


def _corners(random: Random, size: Size) -> tuple[tuple[float, float], ...]:
    """The paper's corners in the picture: upper left, then with the sun."""
    width = min(size[0] * 0.9, size[1] * 0.9 * PAPER[0] / PAPER[1])
    height = width * PAPER[1] / PAPER[0]
    left, top = (size[0] - width) / 2, (size[1] - height) / 2
    places = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    shake = width * 0.045
    return tuple(
        (x + random.uniform(-shake, shake), y + random.uniform(-shake, shake)) for x, y in places
    )


def _perspective(corners: tuple[tuple[float, float], ...], paper: Size) -> list[float]:
    """The eight numbers that lead from the picture back to the paper."""
    sources = ((0, 0), (paper[0], 0), (paper[0], paper[1]), (0, paper[1]))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, sources, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """The solution of equations, by Gauss-Jordan elimination with pivots."""
    count = len(rows)
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(count):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]
