"""Laboratory reports read from photos: how many values are exact, and what a page costs.

Pages drawn here, turned by up to 5 degrees and blurred by up to 1.6 points, as JPEG.
"""

import io
import resource
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import NamedTuple

from desk import in_window
from measurement import Row, median
from PIL import Image, ImageDraw, ImageFilter

from workstation.clinic.drawing.fonts import chinese
from workstation.domain.lab_report import LabResult, find_results
from workstation.domain.recognised_text import rows_of
from workstation.services.text_reading import TextReader
from workstation.ui.media import pictures
from workstation.ui.viewer.reading.wiring import readable

PAGES = 20
SEED = 20
MAX_TURNED, MAX_BLUR = 5.0, 1.6
COLUMNS = (80, 240, 700, 930, 1_180)
PAPER, INK, DESK = (250, 249, 245), (25, 25, 25), (120, 110, 100)


class Analyte(NamedTuple):
    """One row of a page; without ``low`` its reference is a limit."""

    code: str
    name: str
    unit: str
    low: float | None
    high: float
    decimals: int


ANALYTES = (
    Analyte("WBC", "白细胞计数", "10^9/L", 3.5, 9.5, 2),
    Analyte("NEUT%", "中性粒细胞百分比", "%", 40, 75, 1),
    Analyte("HGB", "血红蛋白", "g/L", 115, 150, 0),
    Analyte("PLT", "血小板计数", "10^9/L", 125, 350, 0),
    Analyte("CRP", "C反应蛋白", "mg/L", None, 10, 2),
    Analyte("ALT", "丙氨酸氨基转移酶", "U/L", 7, 40, 0),
    Analyte("CREA", "肌酐", "umol/L", 41, 73, 1),
    Analyte("GLU", "葡萄糖", "mmol/L", 3.9, 6.1, 2),
    Analyte("TSH", "促甲状腺激素", "mIU/L", 0.27, 4.2, 3),
    Analyte("K", "钾", "mmol/L", 3.5, 5.3, 2),
)


class Printed(NamedTuple):
    """What stands in a row of a page."""

    value: str
    reference: str
    direction: str


def rows() -> Iterator[Row]:
    yield from in_window(read_pages)


async def read_pages() -> list[Row]:
    """Shares that were read rightly, and seconds of the processor of a page."""
    random, reader = Random(SEED), TextReader(enabled=True)  # noqa: S311 - the same pages each time
    if not reader.offered:
        return [Row("reports read (the optional part ocr is not installed)", 0, "pages")]
    count = values = references = directions = 0
    seconds = []
    for _ in range(PAGES):
        content, printed = photographed(random)
        before = children_seconds()
        picture = pictures.decode(content, "jpeg")
        results = find_results(rows_of(await reader.read(partial(readable, picture))))
        seconds.append(children_seconds() - before)
        for row, result in matched(printed, results):
            count += 1
            values += result is not None and result.value == row.value
            references += result is not None and result.reference == row.reference
            directions += result is not None and result.direction.value == row.direction
    return [
        Row("values misread", 100 * (count - values) / count, f"% of {count}", most=2),
        Row("references misread", 100 * (count - references) / count, "%", most=2),
        Row("arrows wrong", 100 * (count - directions) / count, "%", most=2),
        Row("reading a page, CPU", median(seconds), "s"),
    ]


def children_seconds() -> float:
    """Of the processor, of all processes that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def photographed(random: Random) -> tuple[bytes, list[Printed]]:
    """A page as a phone would take it, and what stands on it."""
    page = Image.new("RGB", (1_600, 1_000), PAPER)
    pen = ImageDraw.Draw(page)
    pen.text((560, 40), "示例医院检验报告单", INK, chinese(44))
    printed = []
    analytes = random.sample(ANALYTES, len(ANALYTES))
    heading = ("代号", "项目", "结果", "单位", "参考区间")
    for number, texts in enumerate([heading, *(drawn(each, random, printed) for each in analytes)]):
        for x, text in zip(COLUMNS, texts, strict=True):
            pen.text((x, 140 + 66 * number), text, INK, chinese(30))
    turned = page.rotate(
        random.uniform(-MAX_TURNED, MAX_TURNED),
        Image.Resampling.BICUBIC,
        expand=True,
        fillcolor=DESK,
    )
    file = io.BytesIO()
    blurred = turned.filter(ImageFilter.GaussianBlur(random.uniform(0, MAX_BLUR)))
    blurred.save(file, "JPEG", quality=random.randrange(65, 92))
    return file.getvalue(), printed


def drawn(analyte: Analyte, random: Random, printed: list[Printed]) -> tuple[str, ...]:
    """The texts of a row, with a value of its own; what stands there goes into ``printed``."""
    text = f"{random.uniform((analyte.low or 0) * 0.6, analyte.high * 1.4):.{analyte.decimals}f}"
    high = f"{analyte.high:.{analyte.decimals}f}"
    reference = f"<{high}" if analyte.low is None else f"{analyte.low:.{analyte.decimals}f}-{high}"
    above, below = float(text) > analyte.high, float(text) < (analyte.low or 0)
    direction = "high" if above else "low" if below else "within"
    printed.append(Printed(text, reference, direction))
    mark = {"high": " ↑", "low": " ↓", "within": ""}[direction]
    return analyte.code, analyte.name, text + mark, analyte.unit, reference


def matched(
    printed: list[Printed], results: list[LabResult]
) -> Iterator[tuple[Printed, LabResult | None]]:
    """Each printed row with the result at its place, should the machine have as many."""
    if len(printed) == len(results):
        yield from zip(printed, results, strict=True)
        return
    by_value = {each.value: each for each in results}
    for row in printed:
        yield row, by_value.get(row.value)
