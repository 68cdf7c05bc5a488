"""Large pictures are decoded off the window's thread, few at a time, and only while wanted."""

import asyncio
import threading

from PySide6.QtGui import QImage

from tests.ui.viewer.desk import Kept
from tests.ui.waiting import until
from workstation.ui.viewer.large_pictures import MAX_DECODERS, LargePictures


async def test_at_most_two_pictures_are_decoded_at_once(monkeypatch):
    going, most, lock = 0, 0, threading.Lock()
    several = threading.Barrier(MAX_DECODERS)

    def decode(_content: bytes, _form: str) -> QImage:
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        several.wait(timeout=60)
        with lock:
            going -= 1
        return QImage(4, 4, QImage.Format.Format_RGB32)

    monkeypatch.setattr("workstation.ui.media.pictures.decode", decode)
    pictures = LargePictures(Kept())
    await asyncio.gather(*(pictures.load(f"/{number}.jpg") for number in range(3 * MAX_DECODERS)))
    pictures.close()
    assert most == MAX_DECODERS


async def test_a_picture_that_is_no_more_wanted_is_not_begun(monkeypatch):
    begun: list[bytes] = []
    gate = threading.Event()

    def decode(content: bytes, _form: str) -> QImage:
        begun.append(content)
        gate.wait(timeout=60)
        return QImage(4, 4, QImage.Format.Format_RGB32)

    monkeypatch.setattr("workstation.ui.media.pictures.decode", decode)
    pictures = LargePictures(Kept())
    loads = [asyncio.ensure_future(pictures.load(f"/{number}.jpg")) for number in range(6)]
    await until(lambda: len(begun) == MAX_DECODERS)
    for load in loads:
        load.cancel()
    await asyncio.gather(*loads, return_exceptions=True)
    gate.set()
    pictures.close()
    assert len(begun) == MAX_DECODERS
