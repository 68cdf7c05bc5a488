"""The picture viewer: one, two compared over consultations, measured, what cannot be shown."""

import dataclasses
from functools import partial

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import DrawnBoard, photograph
from workstation.domain.card import Card
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Reference, Scale, Shape, ShapeKind
from workstation.domain.photos import photo_of, sort_photos, symptom_photos
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings import tr
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.viewer.levels import Adjustment, Levels
from workstation.ui.viewer.overlay import Way
from workstation.ui.viewer.sketch import Tool
from workstation.ui.viewer.viewer import Viewer
from workstation.ui.viewer.viewer_photo import ViewerPhoto, viewer_photos

WINDOW, TABLET, NARROW = (1440, 900), (1024, 700), (720, 560)
SHEET = MeasurementSheet(
    Scale(Point(60, 400), Point(230, 415), 25.0, Reference.YUAN_1999),
    (
        Shape(ShapeKind.LENGTH, (Point(150, 120), Point(330, 150))),
        Shape(
            ShapeKind.AREA,
            (Point(210, 200), Point(320, 190), Point(370, 270), Point(290, 330), Point(200, 290)),
        ),
    ),
)


BEFORE = (
    ("vesicles-4-6-480x640.jpg", "vesicles-4-7-640x480.jpg", "vesicles-4-8-480x480.jpg"),
    ("papules-4-9-480x640.jpg",),
)
"""Of consultations of the same child, one and two months ago."""


def photos() -> list[ViewerPhoto]:
    """Of the consultation that is open, and of two before it."""
    present = sample.RASH_CONSULTATION
    result = (photo_of(present, message) for message in sample.MESSAGES)
    photos = [*symptom_photos(present), *(photo for photo in result if photo is not None)]
    for months, names in enumerate(BEFORE, 1):
        past = dataclasses.replace(
            present,
            consultation_id=present.consultation_id - months,
            created_ms=sample.ago(60 * 24 * 30 * months),
            team=sample.SKIN,
            images=tuple(f"https://media.example/{name}" for name in names),
        )
        photos += symptom_photos(past)
    return viewer_photos(sort_photos(photos), present.consultation_id, sample.NOW_MS, answered=True)


def filled(made: Viewer, *, sheet: MeasurementSheet = MeasurementSheet()) -> Viewer:  # noqa: B008 - a value
    """All its pictures are there as soon as they are asked for."""

    def show(photo: ViewerPhoto) -> None:
        made.show_levels(photo.url, Levels(photograph(photo.url), photo.url))
        made.show_sheet(photo.key, photo.url, sheet)

    made.requested.connect(show)
    made.setMinimumSize(1, 1)  # as in its place over the frame
    return made


def viewer() -> Viewer:
    """The viewer on the last but one of a person's photographs."""
    made = filled(Viewer(DrawnBoard(), "王小宝"))
    made.resize(*WINDOW)
    received = photos()
    made.show_photos(received, received[-2].key)
    return made


def compared() -> Viewer:
    """04: the right one adjusted."""
    made = viewer()
    made.show_in(0, 1)
    made.set_compare(on=True)
    made.show_in(1, len(made.photos) - 1)
    made.sides.active.adjust(Adjustment(12, 20))
    made.sides.switched.emit()
    return made


def measured() -> Viewer:
    """The same with lengths and an area drawn, and the area's tool in hand."""
    made = filled(Viewer(DrawnBoard(), "王小宝"), sheet=SHEET)
    made.resize(*WINDOW)
    received = photos()
    made.show_photos(received, received[-1].key, left_out=12, partial=True)
    made.bar.measure.click()
    made.measuring.take_tool(Tool.AREA)
    return made


def refused() -> Viewer:
    """What a picture that cannot be shown looks like, large and in the strip."""
    received = photos()
    made = Viewer(DrawnBoard({received[0].url: MediaPhase.FAILED}), "王小宝")
    made.setMinimumSize(1, 1)
    made.show_photos(received, received[0].key)
    words = (tr("viewer.failure.heic.title"), tr("viewer.failure.heic.text"))
    made.show_failure(received[0].url, *words)
    return made


def compared_measured() -> QWidget:
    """Two photographs side by side, measured."""
    made = compared()
    made.bar.measure.click()
    return made


CARD = Card((Point(60, 380), Point(240, 372), Point(246, 486), Point(66, 494)), 85.6, 53.98)
ALIGNED = (
    MeasurementSheet(
        CARD,
        (Shape(ShapeKind.LENGTH, (Point(150, 120), Point(330, 150))), SHEET.shapes[1]),
        (Point(150, 120), Point(330, 150)),
    ),
    MeasurementSheet(
        Card((Point(90, 330), Point(250, 340), Point(240, 446), Point(80, 434)), 85.6, 53.98),
        (
            Shape(ShapeKind.LENGTH, (Point(180, 100), Point(400, 160))),
            Shape(ShapeKind.AREA, tuple(point.moved(30, 20) for point in SHEET.shapes[1].points)),
        ),
        (Point(180, 110), Point(370, 150)),
    ),
)
"""What was marked and measured in an older photograph and in a newer one."""


def aligned(way: Way = Way.BESIDE) -> Viewer:
    """Two photographs with landmarks, a card and sizes in both."""
    made = viewer()
    made.show_in(0, 1)
    made.set_compare(on=True)
    made.show_in(1, len(made.photos) - 1)
    for pane, sheet in zip(made.sides.panes, ALIGNED, strict=True):
        pane.show_sheet(sheet)
    made.bar.align.click()
    aligning = made.modes.aligning
    aligning.show_way(way)
    aligning.turns.stop()
    return made


def landmarks() -> Viewer:
    """Aligning as it begins: one landmark of four is set."""
    made = compared()
    made.bar.align.click()
    made.sides.panes[0].show_sheet(MeasurementSheet(landmarks=(Point(210, 200),)))
    made.modes.show()
    return made


def apart() -> Viewer:
    """In a window of its own, of a conversation that has no photographs yet."""
    made = Viewer(DrawnBoard(), "王小宝")
    made.setMinimumSize(1, 1)
    made.bar.show_own(own=True)
    made.show_photos(())
    return made


SCENES = [
    GalleryScene("viewer", *WINDOW, viewer),
    GalleryScene("viewer-compare", *WINDOW, compared),
    GalleryScene("viewer-measure", *WINDOW, measured),
    GalleryScene("viewer-align", *WINDOW, landmarks),
    GalleryScene("viewer-align-beside", *WINDOW, aligned),
    GalleryScene("viewer-align-swipe", *WINDOW, partial(aligned, Way.SWIPE)),
    GalleryScene("viewer-align-blend-1024", *TABLET, partial(aligned, Way.BLEND)),
    GalleryScene("viewer-refused", *TABLET, refused),
    GalleryScene("viewer-apart", *TABLET, apart),
    GalleryScene("viewer-compare-1024", *TABLET, compared_measured),
    GalleryScene("viewer-measure-720", *NARROW, measured),
]
