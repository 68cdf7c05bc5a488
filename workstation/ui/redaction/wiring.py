"""Asks the doctor what is to be kept out of a copy; photos come one after the other meanwhile."""

import asyncio
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.errors import WorkstationError
from workstation.domain.redaction import Redaction, unite_boxes
from workstation.services.media_reader import MediaReader
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.tasks import wait_for_signal
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.media.redacting import RedactablePhoto, digest_of, open_photo
from workstation.ui.redaction.offers import RedactionOffers
from workstation.ui.redaction.sheet import RedactionSheet

MAX_PREVIEW_PX = 2_400
THUMB_PX = 160
MAX_DECODERS = 2
ON_SHOW, THUMBS = "redaction_photo", "redaction_thumbs"


class RedactionWiring:
    """Asks what is to be kept out, one sheet at a time, over ``window``."""

    def __init__(self, window: QWidget, media: MediaReader, scope: TaskScope) -> None:
        self._window, self._media, self._scope = window, media, scope

    async def ask(self, offers: RedactionOffers) -> Redaction | None:
        """Ask what is to be kept out; ``None`` where the doctor goes back."""
        sheet = RedactionSheet(self._window, offers)
        threads = DecodingThreads(MAX_DECODERS)

        def show(number: int) -> None:
            self._scope.spawn(self._show(sheet, offers, threads, number), key=ON_SHOW)

        def stop() -> None:
            self._scope.cancel(ON_SHOW)
            self._scope.cancel(THUMBS)
            threads.close()

        sheet.photos.asked.connect(show)
        # At once: whoever waits for the answer wakes up when the sheet may be gone already.
        sheet.answered.connect(stop)
        answered = wait_for_signal(sheet.answered)
        sheet.open()
        self._scope.spawn(self._show_thumbs(sheet, offers, threads), key=THUMBS)
        try:
            answer: Redaction | None = await answered
        finally:
            stop()
        return answer and await self._with_same_photos(answer, offers)

    async def _with_same_photos(self, redaction: Redaction, offers: RedactionOffers) -> Redaction:
        """The answer with a photo that was sent twice covered or left out at both its addresses.

        Covered at both, each has the boxes of either.
        One that cannot be had now is looked at once more where the copy is made
        (``RedactedMedia``).
        """
        urls = [offer.url for offer in offers.photos]
        if not (redaction.photos or redaction.left_out.intersection(urls)):
            return redaction
        digests = {url: await self._digest(url) for url in urls}
        left_out = frozenset(filter(None, map(digests.get, redaction.left_out)))
        drawn = unite_boxes(redaction.photos.values())
        digests |= {url: photo.digest for url, photo in redaction.photos.items()}
        photos, files = dict(redaction.photos), set(redaction.left_out)
        for url, digest in digests.items():
            if digest and url not in files:
                if digest in drawn:
                    photos[url] = drawn[digest]
                elif digest in left_out:
                    files.add(url)
        return replace(
            redaction, photos=photos, left_out=frozenset(files), left_out_digests=left_out
        )

    async def _digest(self, url: str) -> str:
        """The digest of a photo's file; empty where it cannot be had."""
        try:
            photo = await self._media.picture(url)
        except WorkstationError:
            return ""
        return await asyncio.to_thread(digest_of, photo.content)

    async def _show(
        self, sheet: RedactionSheet, offers: RedactionOffers, threads: DecodingThreads, number: int
    ) -> None:
        try:
            photo = await self._load(threads, offers.photos[number].url, MAX_PREVIEW_PX)
        except WorkstationError as error:
            why = tr("redaction.cannot_show", why=error_text(error).what)
            sheet.photos.show_failure(number, why)
        else:
            sheet.photos.show_photo(number, photo)

    async def _show_thumbs(
        self, sheet: RedactionSheet, offers: RedactionOffers, threads: DecodingThreads
    ) -> None:
        for number, offer in enumerate(offers.photos):
            try:
                photo = await self._load(threads, offer.url, THUMB_PX)
            except WorkstationError:
                continue
            sheet.photos.show_thumb(number, photo.preview)

    async def _load(self, threads: DecodingThreads, url: str, max_side: int) -> RedactablePhoto:
        file = await self._media.picture(url)
        return await threads.run(partial(open_photo, file.content, file.format_name, max_side))
