"""The question and the photos that come meanwhile."""

import asyncio
import hashlib

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.ui.record.samples import photograph
from tests.ui.waiting import until
from workstation.domain.media_errors import BrokenMedia
from workstation.domain.redaction import PhotoRedaction, PixelBox, Redaction
from workstation.services.media_reader import LoadedMedia
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media.redacting import RedactablePhoto
from workstation.ui.redaction.offers import FileOffer, RedactionOffers
from workstation.ui.redaction.sheet import RedactionSheet
from workstation.ui.redaction.wiring import RedactionWiring

OFFERS = RedactionOffers((FileOffer("p1", "照片 1"),), (), (), ())
PHOTO = RedactablePhoto(QImage(400, 300, QImage.Format.Format_RGB32), QSize(800, 600), "d1")


async def test_a_photo_that_comes_with_the_answer_is_shown_nowhere(qloop, show_widget, monkeypatch):  # noqa: ARG001
    window, decoded = QWidget(), asyncio.Event()
    show_widget(window)
    errors = []
    scope = scope_of(window, errors.append)
    wiring = RedactionWiring(window, None, scope)

    async def load(*_) -> RedactablePhoto:
        await decoded.wait()
        return PHOTO

    monkeypatch.setattr(wiring, "_load", load)
    asking = asyncio.ensure_future(wiring.ask(OFFERS))
    for _ in range(3):
        await asyncio.sleep(0)
    sheet = window.findChild(RedactionSheet)
    sheet.photos.asked.emit(0)
    await asyncio.sleep(0)
    decoded.set()
    sheet.answer(goes_on=True)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert await asking == Redaction()
    await scope.join()
    assert errors == []


class PatientPhotos:
    """The files of two photos, the first of which is broken."""

    async def picture(self, url: str) -> LoadedMedia:
        if url == "p1":
            raise BrokenMedia("no picture")
        return LoadedMedia(photograph(60, 40), "jpeg", "image/jpeg")


async def test_a_broken_photo_says_why_and_can_be_left_out_and_the_others_come(
    qloop,  # noqa: ARG001
    show_widget,
):
    window = QWidget()
    show_widget(window)
    errors = []
    scope = scope_of(window, errors.append)
    both = RedactionOffers((FileOffer("p1", "照片 1"), FileOffer("p2", "照片 2")), (), (), ())
    asking = asyncio.ensure_future(RedactionWiring(window, PatientPhotos(), scope).ask(both))
    await until(lambda: window.findChildren(RedactionSheet))
    (sheet,) = window.findChildren(RedactionSheet)
    await until(sheet.photos.canvas.accessibleDescription)
    await until(lambda: sheet.photos.strip._thumbs[1] is not None)
    assert sheet.photos.strip._thumbs[0] is None
    assert not sheet.photos.canvas.has_photo
    sheet.photos.leave_out.click()
    sheet.answer(goes_on=True)
    assert await asking == Redaction(left_out=frozenset({"p1"}))
    await scope.join()
    assert errors == []


class SamePhotos:
    """One photo at each two addresses, and none at the last."""

    async def picture(self, url: str) -> LoadedMedia:
        if url == "gone":
            raise BrokenMedia("no picture")
        return LoadedMedia(content_of(url), "jpeg", "image/jpeg")


def content_of(url: str) -> bytes:
    """By the beginning of the address."""
    return photograph({"a": 60, "b": 30, "c": 20}[url[0]], 40)


async def test_what_is_covered_or_left_out_is_so_where_it_was_sent_again(
    qloop,  # noqa: ARG001
    show_widget,
):
    window = QWidget()
    show_widget(window)
    errors = []
    scope = scope_of(window, errors.append)
    urls = ("a1", "a2", "a3", "b1", "b2", "c", "gone")
    offers = RedactionOffers(tuple(FileOffer(url, url) for url in urls), (), (), ())
    asking = asyncio.ensure_future(RedactionWiring(window, SamePhotos(), scope).ask(offers))
    await until(lambda: window.findChildren(RedactionSheet))
    (sheet,) = window.findChildren(RedactionSheet)
    digest = hashlib.sha256(content_of("a1")).hexdigest()
    drawn = PhotoRedaction(digest, (PixelBox(0, 0, 5, 5),))
    sheet.photos._boxes["a1"] = drawn
    other = PhotoRedaction(digest, (PixelBox(9, 9, 5, 5),))
    sheet.photos._boxes["a3"] = other
    sheet.photos._left_out |= {"b2", "gone"}
    sheet.answer(goes_on=True)
    answer = await asking
    both = PhotoRedaction(digest, (*drawn.boxes, *other.boxes))
    assert answer.photos == {"a1": both, "a2": both, "a3": both}
    assert answer.left_out == {"b1", "b2", "gone"}
    await scope.join()
    assert errors == []
