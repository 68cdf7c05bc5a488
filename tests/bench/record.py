"""The PDF of 500 messages with nine pictures of 12 megapixels, while the window goes on."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desk import Ticks, in_window
from measurement import Row, median
from thumbnails import drawn

from tests.ui.record.samples import MYSELF, make_message, source
from workstation.services.media_reader import LoadedMedia
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.paper_pictures import load_pictures
from workstation.ui.record.pdf import make_pdf
from workstation.ui.record.record_builder import RecordSource, build_record

MESSAGES, PICTURES, TIMES = 500, 9, 3
WORDS = "孩子两天前手臂和肚子上开始出现红色皮疹，有点痒，晚上睡不踏实。没有发烧，38.5 ℃。"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        files = in_window(lambda: drawn(Path(folder)))
        measurements = [in_window(lambda: made(files)) for _ in range(TIMES)]
    taken, gaps, size = zip(*measurements, strict=True)
    yield Row("PDF of 500 messages and 9 pictures of 12 MP", median(taken) * 1000, "ms")
    yield Row("  longest gap between ticks meanwhile", max(gaps), "ms", most=100)
    yield Row("  size of the file", size[0] / 1e6, "MB")


class Files:
    """Pictures out of a folder, as the cache gives them."""

    def __init__(self, files: list[Path]) -> None:
        self._files = files

    async def picture(self, url: str) -> LoadedMedia:
        content = await asyncio.to_thread(self._files[int(url)].read_bytes)
        return LoadedMedia(content, "jpeg", "image/jpeg")


async def made(files: list[Path]) -> tuple[float, float, int]:
    """Seconds, the longest gap in milliseconds, bytes."""
    source, ticks, start = conversation(), Ticks(), time.perf_counter()
    ticks.start()
    record = await asyncio.to_thread(build_record, source)
    pictures = await load_pictures(Files(files), record.figures, lambda _done, _all: None)
    sheets = await asyncio.to_thread(PagedRecord.of, record, pictures, PaperStyle())
    content = await asyncio.to_thread(make_pdf, sheets)
    return time.perf_counter() - start, max(ticks.stop()), len(content)


def conversation() -> RecordSource:
    """People who use many characters."""
    speakers = MYSELF, make_message(0).speaker
    return source(
        *(
            replace(
                make_message(
                    number, WORDS[: 5 + number * 7 % 40] + chr(0x4E00 + number * 13 % 8_000)
                ),
                speaker=speakers[number // 2 % 2],
            )
            for number in range(1, MESSAGES + 1)
        ),
        pictures=tuple(str(number) for number in range(PICTURES)),
    )
