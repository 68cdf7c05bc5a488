"""A picture of the strip as finished texts: which one, from whom, of which consultation."""

from collections.abc import Sequence

from workstation.domain.ids import ConsultationId
from workstation.domain.local_file import is_local
from workstation.domain.photos import Photo, PhotoSource
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.domain.value import Value
from workstation.ui.kit.strings import formats, tr


class ViewerPhoto(Value):
    """A photo of the viewer in words: ``key`` tells pictures apart even where two have one address.

    ``group`` names the consultation in a word or two, ``where`` in full; both are empty while all
    pictures are of one consultation. ``present`` says that it is the one that is open, ``may_ask``
    that its patient can be asked for a better one; ``row`` is the message that brought it.
    """

    key: str
    url: str
    caption: str
    when: str = ""
    consultation_id: ConsultationId = ConsultationId(0)
    present: bool = True
    group: str = ""
    where: str = ""
    may_ask: bool = False
    row: RowKey = NO_ROW

    @property
    def spoken(self) -> str:
        """All of its texts, for a screen reader."""
        return " ".join(filter(None, (self.caption, self.when, self.where)))

    def same_picture(self, later: "ViewerPhoto") -> bool:
        """Whether a photo is still this picture: perhaps uploaded by now, but not corrected."""
        return self.key == later.key and (self.url == later.url or is_local(self.url))


def viewer_photos(
    photos: Sequence[Photo], present: int, now_ms: int, *, answered: bool
) -> list[ViewerPhoto]:
    """The pictures as they are shown while the consultation ``present`` is open.

    ``answered`` says that one can write there.
    """
    several = len({photo.consultation.consultation_id for photo in photos}) > 1
    return [
        _viewer_photo(photo, present, now_ms, several=several, answered=answered)
        for photo in photos
    ]


def _viewer_photo(
    photo: Photo, present: int, now_ms: int, *, several: bool, answered: bool
) -> ViewerPhoto:
    number = photo.consultation.consultation_id
    here = number == present
    day = _day(photo.consultation.created_ms, now_ms)
    group = where = ""
    if several:
        group = tr("viewer.group_present" if here else "viewer.group_other", day=day)
        team = photo.consultation.team.name
        where = tr("viewer.where_present" if here else "viewer.where_other", day=day, team=team)
    return ViewerPhoto(
        photo.key,
        photo.address,
        _caption(photo),
        formats.day_time(photo.at_ms, now_ms) if photo.at_ms is not None else "",
        number,
        here,
        group,
        where,
        photo.from_patient and here and answered,
        photo.row,
    )


def _caption(photo: Photo) -> str:
    if photo.source is PhotoSource.SYMPTOM:
        return tr("viewer.symptom", number=photo.number)
    key = "viewer.unsent_by" if photo.source is PhotoSource.UNSENT else "viewer.sent_by"
    return tr(key, name=photo.sender)


def _day(created_ms: int | None, now_ms: int) -> str:
    return tr("viewer.no_date") if created_ms is None else formats.day(created_ms, now_ms)


def newest_of(photos: Sequence[ViewerPhoto]) -> str:
    """Which is shown where none was picked: the newest of the consultation itself, or of all."""
    present = [photo for photo in photos if photo.present]
    return (present or photos)[-1].key if photos else ""
