"""The question and the photos that come meanwhile."""

import asyncio

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.ui.record.samples import photograph
from tests.ui.waiting import until
from workstation.domain.media_errors import BrokenMedia
from workstation.domain.redaction import Redaction
from workstation.services.attachments import LoadedMedia
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
