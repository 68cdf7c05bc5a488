"""What a record and its package say of what a doctor kept out of them, and where."""

from collections.abc import Iterator

from workstation.domain.redaction import Redaction
from workstation.ui.kit.strings import tr


def photo_note(redaction: Redaction, url: str) -> str:
    """The note below a photo."""
    boxes = len(redaction.boxes_of(url))
    return tr("redaction.figure", count=boxes) if boxes else ""


def file_note(redaction: Redaction, url: str) -> str:
    """The note beside a recording or file."""
    return tr("redaction.left_out_note") if url in redaction.left_out else ""


def redaction_text(redaction: Redaction, word_places: int) -> str:
    """How much was kept out; empty where that is nothing."""
    parts = tr("record.comma").join(_parts(redaction, word_places))
    return tr("redaction.sentence", parts=parts) if parts else ""


def _parts(redaction: Redaction, word_places: int) -> Iterator[str]:
    covered = [boxes for url in redaction.photos if (boxes := redaction.boxes_of(url))]
    if covered:
        places = tr("redaction.total.boxes", count=sum(map(len, covered)))
        yield tr("redaction.total.photos", count=len(covered), boxes=places)
    if word_places:
        yield tr("redaction.total.words", count=word_places)
    if redaction.left_out:
        yield tr("redaction.total.files", count=len(redaction.left_out))
