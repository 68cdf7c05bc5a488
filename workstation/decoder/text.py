"""One photo into the text on it. Only where the optional library for it is installed.

The library's models lie in its own package. Whatever its code would fetch or tell over the network,
it may not (`no_network`).

How a page lies is told by how sure the machine is. Of an upright page it is 0.99 sure of a line on
average, of one on its head, where it reads words that are not there, 0.78; so other ways are tried
only then, and the surest is taken. Of a page on its side it reads the long texts rightly, as it
turns what stands, but no figure between them: that is told by the shape of what it found.
"""

import json
import math
import os
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from workstation.decoder.answers import BROKEN, DecoderAnswer
from workstation.decoder.no_network import refuse_connections

SURE: Final = 0.85
"""Of an upright page every line is read with more than that, on average."""

GUESSED: Final = 0.75
"""Below it nothing was read: of strokes like handwriting the machine is 0.60 sure, and makes up."""

LONG: Final = 3
"""Characters of a text whose box tells which way it runs."""

PARAMETERS: Final = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
THREADS: Final = "EngineConfig.onnxruntime.intra_op_num_threads"

Box = list[list[float]]
Line = tuple[str, Box]


class OneWayReading(NamedTuple):
    """What was read of a photo turned one way, and how sure the machine is of it."""

    sure: float
    lines: list[Line]
    on_its_side: bool


def decode(content: bytes, width: str, height: str) -> DecoderAnswer:
    """Read a photo; a JSON list of ``[text, [[x, y], ...]]``, corners clockwise from its top left.

    ``content`` is rows of blue, green and red without padding.
    """
    refuse_connections()
    try:
        import numpy as np  # noqa: PLC0415 - of this kind alone

        pixels = np.frombuffer(content, np.uint8).reshape(int(height), int(width), 3)
        lines = _surest(_engine(), pixels)
    except Exception:  # noqa: BLE001 - whatever native code says of hostile content
        return DecoderAnswer(BROKEN)
    return DecoderAnswer(0, json.dumps(lines, ensure_ascii=False).encode())


def _engine() -> Any:
    """The library's engine, which leaves one core to the window."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - of this kind alone

    return RapidOCR(params=PARAMETERS | {THREADS: max((os.cpu_count() or 1) - 1, 1)})


def _surest(engine: Any, pixels: Any) -> list[Line]:
    first = _read(engine, pixels, 0)
    if first.sure >= SURE or not first.lines:
        return first.lines
    tried = [first]
    for quarters in (1, 3) if first.on_its_side else (2, 1, 3):
        tried.append(_read(engine, pixels, quarters))
        if tried[-1].sure >= SURE:
            break
    best = max(tried, key=lambda page: page.sure)
    return best.lines if best.sure >= GUESSED else []


def _read(engine: Any, pixels: Any, quarters: int) -> OneWayReading:
    import numpy as np  # noqa: PLC0415 - of this kind alone

    answer = engine(np.ascontiguousarray(np.rot90(pixels, quarters)))
    if answer.boxes is None:
        return OneWayReading(0.0, [], on_its_side=False)
    height, width = pixels.shape[:2]
    boxes, texts = answer.boxes.tolist(), answer.txts
    on_its_side = _on_its_side(boxes, texts)
    return OneWayReading(
        0.0 if on_its_side else sum(answer.scores) / len(answer.scores),
        [
            (text, _back(box, quarters, width, height))
            for text, box in zip(texts, boxes, strict=True)
        ],
        on_its_side,
    )


def _on_its_side(boxes: list[Box], texts: Sequence[str]) -> bool:
    """Whether most of what is long stands upright; the library reads that, but no figures."""
    standing = [
        math.dist(box[0], box[1]) < math.dist(box[0], box[3])
        for box, text in zip(boxes, texts, strict=True)
        if len(text) >= LONG
    ]
    return sum(standing) > len(standing) / 2


def _back(box: Box, quarters: int, width: int, height: int) -> Box:
    """The corners in the photo as it came, of those in one turned by quarters."""
    if quarters == 1:
        return [[width - y, x] for x, y in box]
    if quarters == 2:  # noqa: PLR2004 - on its head
        return [[width - x, height - y] for x, y in box]
    return [[y, height - x] for x, y in box] if quarters else box
