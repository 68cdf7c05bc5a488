"""The documents of a repository: read as what they should be, written for every computer."""

import contextlib
from pathlib import Path
from typing import TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.domain.errors import InputError

_PUBLIC = 0o644
Document = TypeVar("Document", Root, Targets, Snapshot, Timestamp)


def read_document(place: Path, kind: type[Document]) -> Metadata[Document]:
    """Read a document. Raises ``InputError`` for one cut short or of another kind, ``OSError``."""
    try:
        document: Metadata[Document] = Metadata.from_bytes(held_files.read_whole(place))
    except RepositoryError:
        raise InputError("metadata", "malformed") from None
    if not isinstance(document.signed, kind):
        raise InputError("metadata", "malformed")
    return document


def write_document(place: Path, content: bytes) -> None:
    """Write a document whole or not at all, and for everybody to read: computers do."""
    place.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(place, content)
    with contextlib.suppress(OSError):  # a share of Windows has rights of its own
        place.chmod(_PUBLIC)
