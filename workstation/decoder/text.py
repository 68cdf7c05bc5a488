"""One photo into the text on it. Only where the optional library for it is installed.

The library's models lie in its own package. Whatever its code would fetch over the network, it may
not: the process refuses to connect anywhere.

How a page lies is told by how sure the machine is. Of an upright page it is 0.99 sure of a line on
average, of one on its side or its head, where it reads words that are not there, 0.74; so the other
three ways are tried only then, and the surest is taken.
"""

import json
import os
import sys
from typing import Any, Final

from workstation.decoder.answers import BROKEN, DecoderAnswer

SURE: Final = 0.85
"""Of an upright page every line is read with more than that, on average."""

PARAMETERS: Final = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
THREADS: Final = "EngineConfig.onnxruntime.intra_op_num_threads"

Line = tuple[str, list[list[float]]]


def decode(content: bytes, width: str, height: str) -> DecoderAnswer:
    """A JSON list of ``[text, [[x, y], ...]]``: corners from the text's own top left, clockwise.

    ``content`` is rows of blue, green and red without padding.
    """
    sys.addaudithook(_refuse_connections)
    try:
        import numpy as np  # noqa: PLC0415 - of this kind alone

        pixels = np.frombuffer(content, np.uint8).reshape(int(height), int(width), 3)
        lines = _surest(_engine(), pixels)
    except Exception:  # noqa: BLE001 - whatever native code says of hostile content
        return DecoderAnswer(BROKEN)
    return DecoderAnswer(0, json.dumps(lines, ensure_ascii=False).encode())


def _refuse_connections(event: str, _values: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise PermissionError("nothing is fetched for a photo")


def _engine() -> Any:
    """The library's; it leaves one core to the window."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - of this kind alone

    return RapidOCR(params=PARAMETERS | {THREADS: max((os.cpu_count() or 1) - 1, 1)})


def _surest(engine: Any, pixels: Any) -> list[Line]:
    import numpy as np  # noqa: PLC0415 - of this kind alone

    best: tuple[float, list[Line]] = (0.0, [])
    for quarters in (0, 2, 1, 3):
        turned = np.ascontiguousarray(np.rot90(pixels, quarters))
        answer = engine(turned)
        if answer.boxes is None:
            continue
        sure = sum(answer.scores) / len(answer.scores)
        if sure > best[0]:
            height, width = pixels.shape[:2]
            lines = zip(answer.txts, answer.boxes.tolist(), strict=True)
            best = sure, [(text, _back(box, quarters, width, height)) for text, box in lines]
        if sure >= SURE:
            break
    return best[1]


def _back(box: list[list[float]], quarters: int, width: int, height: int) -> list[list[float]]:
    """Corners in the photo as it came, of those in one turned by quarters against the clock."""
    if quarters == 1:
        return [[width - y, x] for x, y in box]
    if quarters == 2:  # noqa: PLR2004 - on its head
        return [[width - x, height - y] for x, y in box]
    return [[y, height - x] for x, y in box] if quarters else box
