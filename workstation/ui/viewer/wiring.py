"""The viewer, over the page or in a window of its own: which pictures, and what is measured there.

In a window of its own it goes along with the conversation on the screen: pictures of one patient
beside the words of another would be taken for theirs. While no conversation is on the screen it
stays as it is. Tests: tests/ui/viewer/test_own_window.py,
``test_with_another_patient_the_window_shows_the_newest_photo_of_that_one``.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet
from workstation.domain.message import Message
from workstation.domain.message_kinds import TRAITS
from workstation.domain.photos import Photo, ViewerStart, photo_of, sort_photos, symptom_photos
from workstation.ui.kit.strings import tr
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.viewer.failure import failure_words
from workstation.ui.viewer.large_pictures import LargePictures
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.measurement_cache import MeasurementCache
from workstation.ui.viewer.notices import ViewerNotices
from workstation.ui.viewer.own_window import OwnWindowChoice
from workstation.ui.viewer.photo_export import PhotoExport
from workstation.ui.viewer.reading.wiring import PhotoReading
from workstation.ui.viewer.viewer import Viewer
from workstation.ui.viewer.viewer_photo import ViewerPhoto, newest_of, viewer_photos
from workstation.ui.viewer.viewer_place import ViewerPlace

TIMELINE, SIDES = "photos", ("left photo", "right photo")
"""The work of an open viewer: of each, the latest alone matters."""


class ViewerWiring(QObject):
    """Opens the viewer, one at a time, where the doctor last chose to have it.

    ``may_align`` says whether a policy lets two pictures be laid over each other.

    ``better_photo_asked`` gives a photo of which the patient is to send a better one, ``text_read``
    what the doctor chose of the text on one, for the reply.
    """

    better_photo_asked = Signal(ViewerPhoto)
    text_read = Signal(ViewerPhoto, str)

    def __init__(  # noqa: PLR0913 - what all of it works with
        self,
        frame: WindowFrame,
        signed_in: SignedIn,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        choice: OwnWindowChoice,
        *,
        may_align: Callable[[], bool],
    ) -> None:
        super().__init__(frame)
        self._frame, self._signed_in = frame, signed_in
        self._media = media = signed_in.media.reader
        self._thumbnails, self._scope = thumbnails, scope
        self._may_align = may_align
        self._viewer: Viewer | None = None
        self._place = ViewerPlace(frame, signed_in, choice, self.close)
        self._pictures: LargePictures | None = None
        self._consultation: Consultation | None = None
        self._compares_next = self._is_locked = False
        record = signed_in.account.audit.record
        self._notices = ViewerNotices(frame, lambda: self._viewer)
        notify, begin = self._notices.notify, self._notices.begin
        self._export = PhotoExport(lambda: self._place.host, media, scope, notify, begin, record)
        self.measurements = MeasurementCache(signed_in, notify, self)
        texts = signed_in.media.texts
        insert = self.text_read.emit
        self._reading = PhotoReading(texts, lambda: self._place.host, scope, notify, record, insert)
        for asked in (self.better_photo_asked, self.text_read):
            asked.connect(self._uncover_page)  # the first to be connected is called first
        unsubscribe = signed_in.store.changes.subscribe(self._on_changes)
        frame.destroyed.connect(unsubscribe)

    def open(
        self,
        consultation: Consultation,
        url: str,
        messages: Sequence[Message] = (),
        start: ViewerStart = ViewerStart.LOOK,
    ) -> None:
        """Show the picture at ``url`` among all of the same person that are known.

        Those of the consultation and of ``messages`` are there at once, the others when they are
        read. One that is to be compared and is the only one waits for these.
        """
        viewer = self._make(consultation)
        self._place.put(viewer)
        sent_photos = (photo_of(consultation, message) for message in messages)
        known = [
            *symptom_photos(consultation),
            *(photo for photo in sent_photos if photo is not None),
        ]
        photos = self._viewer_photos(sort_photos(known), consultation.consultation_id)
        key = next((photo.key for photo in photos if photo.url == url), url)
        if key == url:
            photos.append(ViewerPhoto(key, url, "", consultation_id=consultation.consultation_id))
        viewer.show_photos(photos, key)
        self._begin(viewer, start)
        self._read()

    def move(self, consultation: Consultation | None) -> None:
        """Move the viewer into a window of its own, or back over the page; what is on show stays.

        Where no viewer is open, one is opened in its own window for ``consultation``, if any.
        """
        if self._viewer is not None:
            self._place.move(self._viewer)
        elif consultation is not None:
            self._open_newest(consultation)
        else:
            self._frame.notify(tr("viewer.no_conversation"))
            return
        self._place.remember()

    def follow(self, consultation: Consultation) -> None:
        """Follow to the conversation that is on the screen now; the keyboard stays there."""
        opened = self._consultation
        is_other = opened is not None and opened.consultation_id != consultation.consultation_id
        if self._place.is_own and is_other:
            self._open_newest(consultation)

    def close(self) -> None:
        """Close the viewer, and go back to the page."""
        self._let_go()
        self._place.close()

    def drop_pictures(self) -> None:
        """Drop the pictures on show but keep their places; the viewer's own window is closed."""
        self._is_locked = True
        if self._viewer is not None:
            for work in (TIMELINE, *SIDES):
                self._scope.cancel(work)
            self._viewer.release_pictures()
            self._reading.close()
            self.measurements.save_now()
        self._place.set_locked(locked=True)

    def load_pictures(self) -> None:
        """Load the pictures again that were dropped."""
        self._is_locked = False
        self._place.set_locked(locked=False)
        self._read()
        if self._viewer is not None:
            for side, pane in enumerate(self._viewer.sides.panes):
                if pane.photo is not None:
                    self._viewer.requested.emit(pane.photo, side)

    def _make(self, consultation: Consultation) -> Viewer:
        """A viewer of a consultation, in place of the one before."""
        self._let_go()
        self._compares_next = False
        self._viewer = viewer = Viewer(self._thumbnails, consultation.patient_name)
        viewer.bar.may_align = self._may_align()
        self._pictures = LargePictures(self._media)
        self._consultation = consultation
        self._connect(viewer, self._pictures)
        return viewer

    def _open_newest(self, consultation: Consultation) -> None:
        """Open a viewer in its own window; the newest photo is known once the photos are read."""
        self._place.put_aside(self._make(consultation))
        self._read()

    def _let_go(self) -> None:
        viewer = self._viewer
        if viewer is not None:
            viewer.release_pictures()
            self._end(viewer)
            self._notices.leave()
            self._place.take(viewer)

    def _end(self, viewer: Viewer) -> None:
        """Stop all work for a viewer, also when the lock screen or the like took its place."""
        if viewer is not self._viewer or self._pictures is None:
            return
        for work in (TIMELINE, *SIDES):
            self._scope.cancel(work)
        self._pictures.close()
        self._reading.close()
        self.measurements.save_now()
        self._viewer = self._pictures = self._consultation = None

    def _begin(self, viewer: Viewer, start: ViewerStart) -> None:
        self._compares_next = start is ViewerStart.COMPARE
        if start is ViewerStart.MEASURE:
            viewer.bar.measure.click()
        self._compare_if_asked(viewer)

    def _compare_if_asked(self, viewer: Viewer) -> None:
        """Compare two, if asked: beside which picture is known only once there is another."""
        if self._compares_next and viewer.bar.compare.isEnabled():
            self._compares_next = False
            viewer.bar.compare.click()

    def _connect(self, viewer: Viewer, pictures: LargePictures) -> None:
        viewer.requested.connect(
            lambda photo, side: self._scope.spawn(
                self._show(viewer, pictures, photo), key=SIDES[side]
            )
        )
        # Of a bound method of what is no QObject, PySide keeps something for good.
        viewer.save_asked.connect(partial(self._export.save))
        viewer.measured_save_asked.connect(partial(self._export.save_measured))
        viewer.copy_asked.connect(partial(self._export.copy))
        for pane in viewer.sides.panes:
            pane.better_asked.connect(self.better_photo_asked)
            self._reading.offer_on(pane)
        viewer.film.fit_only.toggled.connect(self._read)
        viewer.retranslated.connect(self._read)
        viewer.move_asked.connect(lambda: self.move(None))
        viewer.measured.connect(self._on_measured)
        viewer.closed.connect(self.close)
        viewer.destroyed.connect(lambda: self._end(viewer))
        self._thumbnails.changed.connect(viewer.film.strip.update)

    def _uncover_page(self) -> None:
        """Close a viewer over the page, as a reply is written there; its own window may stay."""
        if not self._place.is_own:
            self.close()

    def _on_changes(self, changes: Changes) -> None:
        """Read the strip again after a new picture or consultation."""
        self.measurements.forget(changes.forgotten)
        pictured = any(TRAITS.of(message.kind).is_picture for message in changes.messages)
        if pictured or changes.listed or changes.forgotten:
            self._read()

    def _read(self) -> None:
        if self._is_locked:  # a photo that it finds would be loaded
            return
        if self._viewer is not None and self._consultation is not None:
            work = self._show_timeline(self._viewer, self._consultation.consultation_id)
            self._scope.spawn(work, key=TIMELINE)

    async def _show_timeline(self, viewer: Viewer, consultation_id: ConsultationId) -> None:
        timeline = await self._signed_in.media.photos.timeline(consultation_id)
        photos = self._viewer_photos(timeline.photos, consultation_id)
        if viewer.film.fit_only.isChecked():
            photos = [photo for photo in photos if not self._thumbnails.flaws(photo.url)]
        here = {photo.key for photo in photos}
        # What is on show stays in the strip, even when it has just been taken back.
        visible = [pane.photo for pane in viewer.sides.panes if pane.photo is not None]
        photos += {photo.key: photo for photo in visible if photo.key not in here}.values()
        newest = "" if visible else newest_of(photos)
        is_partial = bool(timeline.partial)
        viewer.show_photos(photos, newest, left_out=timeline.left_out, partial=is_partial)
        self._compare_if_asked(viewer)

    def _viewer_photos(
        self, photos: Sequence[Photo], consultation_id: ConsultationId
    ) -> list[ViewerPhoto]:
        answered = self._signed_in.store.worklist.row(consultation_id) is not None
        now_ms = self._signed_in.clock.now_ms()
        return viewer_photos(photos, consultation_id, now_ms, answered=answered)

    async def _show(self, viewer: Viewer, pictures: LargePictures, photo: ViewerPhoto) -> None:
        try:
            levels = viewer.levels_of(photo.url) or await pictures.load(photo.url)
        except WorkstationError as error:
            viewer.show_failure(photo.url, *failure_words(error))
            return
        viewer.show_levels(photo.url, levels)
        await self._show_sheet(viewer, photo, levels)

    async def _show_sheet(self, viewer: Viewer, photo: ViewerPhoto, levels: Levels) -> None:
        try:
            sheet = await self.measurements.get(photo.consultation_id, levels.digest)
        except StorageError:
            self._notices.notify(tr("viewer.measure_unread"))
        else:
            viewer.show_sheet(photo.key, levels.digest, sheet)

    def _on_measured(self, photo: ViewerPhoto, digest: str, sheet: MeasurementSheet) -> None:
        self.measurements.change(photo.consultation_id, digest, sheet)
