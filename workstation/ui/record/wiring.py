"""The record of a consultation leaves the program: as a PDF where the doctor says, or printed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.ui.conversation.details.doctors import doctor_cards
from workstation.ui.kit.layers.progress import Progress
from workstation.ui.kit.strings import formats, tr
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.record.comparing import ComparedPicture, MarkedFigure, compare_figures
from workstation.ui.record.content import Record
from workstation.ui.record.excerpt import Excerpt
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.paper_output import LaidOutRecord, PaperDocument, PaperOutput
from workstation.ui.record.paper_pictures import (
    LostPicture,
    PaperPicture,
    PaperPictures,
    load_pictures,
)
from workstation.ui.record.record_builder import RecordSource, build_record, voices_of
from workstation.ui.redaction.redacted_media import RedactedMedia
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame


class Records:
    """Makes records of consultations, or of an ``excerpt`` of one; ``output`` lets them leave.

    ``may_align`` says whether a policy lets photos be compared.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        *,
        may_align: Callable[[], bool],
    ) -> None:
        self._signed_in, self._media = signed_in, signed_in.media.reader
        self._thumbnails, self._may_align = thumbnails, may_align
        self.output = PaperOutput(signed_in, frame, scope)

    def save(self, consultation: Consultation, excerpt: Excerpt | None = None) -> None:
        """Save a PDF of all, or of an ``excerpt``, and say how it went."""
        self.output.notify_outcome(self.ask_and_save(consultation, excerpt))

    def print(self, consultation: Consultation, excerpt: Excerpt | None = None) -> None:
        """Print a record, and say how it went."""
        self.output.notify_outcome(self.ask_and_print(consultation, excerpt))

    async def ask_and_save(self, consultation: Consultation, excerpt: Excerpt | None = None) -> str:
        """Ask where to, make it, write it; how it went, empty where the doctor wants none."""
        return await self.output.ask_and_save(self._document(consultation, excerpt))

    async def ask_and_print(
        self, consultation: Consultation, excerpt: Excerpt | None = None
    ) -> str:
        """Make it, ask for a printer, print it; how it went, empty as for ``ask_and_save``."""
        return await self.output.ask_and_print(self._document(consultation, excerpt))

    def _document(self, consultation: Consultation, excerpt: Excerpt | None) -> PaperDocument:
        number = consultation.consultation_id
        day = formats.local(self._signed_in.clock.now_ms()).date().isoformat()
        name = tr("record.file_name", number=number, day=day)
        return PaperDocument(number, name, partial(self._make, consultation, excerpt))

    async def _make(
        self, consultation: Consultation, excerpt: Excerpt | None, progress: Progress
    ) -> LaidOutRecord:
        source = replace(await self.read(consultation), excerpt=excerpt)
        return await self.lay_out(source, progress)

    async def lay_out(
        self, source: RecordSource, progress: Progress, seal: str = ""
    ) -> LaidOutRecord:
        """The record of what was read, with the ``seal`` at its end."""
        record = replace(await asyncio.to_thread(build_record, source), seal=seal)

        def on_progress(done: int, of_all: int) -> None:
            progress.show_text(tr("record.preparing_pictures", done=done, all=of_all))

        left_out = source.redaction.left_out
        media = RedactedMedia(self._media, source.redaction)
        present = [figure for figure in record.figures if figure.url not in left_out]
        pictures = await load_pictures(media, present, on_progress)
        pictures |= {url: LostPicture("", is_left_out=True) for url in left_out}
        progress.show_text(tr("record.setting"))
        compared = await self._compare(source.consultation.consultation_id, record, pictures)
        comparisons = tuple(each.comparison for each in compared)
        record = replace(record, comparisons=comparisons)
        pictures |= {each.comparison.later.url: each.picture for each in compared}
        sheets = await asyncio.to_thread(
            PagedRecord.of, record, pictures, PaperStyle(), self.output.watermark()
        )
        return LaidOutRecord(
            sheets, sum(isinstance(picture, LostPicture) for picture in pictures.values())
        )

    async def _compare(
        self, consultation_id: ConsultationId, record: Record, pictures: PaperPictures
    ) -> list[ComparedPicture]:
        """The comparisons of photos that a doctor aligned. Raises ``StorageError``."""
        if not self._may_align():
            return []
        marked = []
        for figure in record.figures:
            picture = pictures[figure.url]
            if isinstance(picture, PaperPicture):
                sheet = await self._signed_in.media.photos.measured(consultation_id, picture.digest)
                if sheet:
                    marked.append(MarkedFigure(figure, picture, sheet))
        return await asyncio.to_thread(lambda: list(compare_figures(marked)))

    async def read(self, consultation: Consultation) -> RecordSource:
        """Everything that this computer knows of it. Raises ``StorageError``."""
        signed_in, consultation_id = self._signed_in, consultation.consultation_id
        conversation = await signed_in.messaging.conversations.whole(consultation_id)
        summary = await signed_in.account.closing.get(consultation_id)
        lengths = {
            url: self._thumbnails.length_of(url) for url in voices_of(consultation, conversation)
        }
        return RecordSource(
            consultation,
            doctor_cards(signed_in, consultation),
            conversation,
            summary,
            signed_in.account.profile.display_name,
            signed_in.clock.now_ms(),
            {url: length for url, length in lengths.items() if length is not None},
            bookmarks=await signed_in.media.bookmarks.read(consultation_id),
        )
