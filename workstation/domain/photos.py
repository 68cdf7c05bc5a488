"""All known photographs of one person, over consultations, in the order they were shown.

A photograph belongs to a consultation by the account it is about, never by a name.
"""

import enum
from collections.abc import Iterable

from workstation.domain.consultation import Consultation
from workstation.domain.local_file import local_address
from workstation.domain.message import Message, SpeakerRole
from workstation.domain.message_kinds import TRAITS
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.domain.value import Value


class PhotoSource(enum.Enum):
    """How a photograph came."""

    SYMPTOM = "symptom"
    SENT = "sent"
    UNSENT = "unsent"


class ViewerStart(enum.Enum):
    """What a photograph is opened for: the viewer begins with it."""

    LOOK = "look"
    MEASURE = "measure"
    COMPARE = "compare"


class Photo(Value):
    """One photograph and whose it is.

    ``key`` is its own even where one address is shown twice. ``number`` counts the pictures of a
    symptom from 1; ``sender`` is who sent it into the room. ``at_ms`` is None where the platform
    told no time. ``row`` is the message that brought it; the patient can be asked for a better one
    where it is ``from_patient``.
    """

    key: str
    address: str
    consultation: Consultation
    source: PhotoSource
    at_ms: int | None
    number: int = 0
    sender: str = ""
    from_patient: bool = True
    row: RowKey = NO_ROW


class PhotoTimeline(Value):
    """Photographs in order; ``left_out`` counts older ones beyond the bound.

    ``partial`` are the consultations whose rooms are not wholly known on this computer.
    """

    photos: tuple[Photo, ...]
    left_out: int = 0
    partial: frozenset[int] = frozenset()


def symptom_photos(consultation: Consultation) -> list[Photo]:
    """The photographs that came with the symptom."""
    consultation_id = consultation.consultation_id
    return [
        Photo(
            f"s{consultation_id}/{place}",
            address,
            consultation,
            PhotoSource.SYMPTOM,
            consultation.created_ms,
            place,
        )
        for place, address in enumerate(consultation.pictures, 1)
    ]


def photo_of(consultation: Consultation, message: Message) -> Photo | None:
    """The photograph that a message of the consultation carries, if it carries one."""
    attachment = message.attachment
    if not TRAITS.of(message.kind).is_picture or message.retracted or attachment is None:
        return None
    return Photo(
        message.key,
        attachment.url or local_address(message.file_id),
        consultation,
        PhotoSource.UNSENT if message.position is None else PhotoSource.SENT,
        message.at_ms,
        sender=message.speaker.name,
        from_patient=message.speaker.role is SpeakerRole.PATIENT,
        row=message.key,
    )


def sort_photos(photos: Iterable[Photo]) -> list[Photo]:
    """The photos, the oldest in front; one without a time stands where its consultation began."""
    listed_photos = list(photos)
    began: dict[int, float] = {}
    for photo in listed_photos:
        consultation_id, created = photo.consultation.consultation_id, photo.consultation.created_ms
        times = [time for time in (photo.at_ms, created) if time is not None]
        began[consultation_id] = min([began.get(consultation_id, float("inf")), *times])

    def place(photo: Photo) -> tuple[float, int, int]:
        consultation_id = photo.consultation.consultation_id
        return (
            photo.at_ms if photo.at_ms is not None else began[consultation_id],
            consultation_id,
            photo.number,
        )

    return sorted(listed_photos, key=place)
