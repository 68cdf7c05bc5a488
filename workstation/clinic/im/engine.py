"""Where real IM engines differ and a client must cope: switchable traits of this server."""

from dataclasses import dataclass
from enum import Enum


class BackwardResume(Enum):
    """What a resume gets whose ``h`` is lower than one acknowledged before."""

    FAILED = "failed"
    RESUMED = "resumed"


class UnknownAnchor(Enum):
    """What an archive query gets that pages from an id the archive does not have."""

    ITEM_NOT_FOUND = "item-not-found"
    FROM_THE_START = "from-the-start"
    EMPTY_AND_COMPLETE = "empty-and-complete"


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine's manners, as seen on the wire of Prosody 13 and ejabberd 24.12."""

    name: str
    declares_stream_prefix: bool
    """``<stream:error>`` carries ``xmlns:stream``; Prosody's does not."""
    stamps_everything: bool
    """Each groupchat gets a stanza-id, also those that no archive keeps."""
    archives_markers_unasked: bool
    """Chat markers are kept without a ``<store/>`` hint."""
    says_incomplete: bool
    """``complete='false'`` on a page with more to come, instead of no attribute."""
    numeric_archive_ids: bool
    """Archive ids are microseconds since 1970 instead of UUIDs."""
    passes_foreign_delay: bool
    """A client's ``<delay from=room>`` is relayed as it came."""
    warns_superseded_socket: bool
    """The old socket of a resumed session is told ``conflict`` instead of dropped."""
    serves_media_types: bool
    """Downloads have their declared type and ranges; else opus is an octet-stream without."""
    put_needs_authorization: bool
    """The upload slot names an ``Authorization`` header."""
    unknown_anchor: UnknownAnchor
    backward_resume: BackwardResume
    scram_extension: str
    """Attribute appended to the SCRAM challenge that a client must ignore."""


PROSODY = Engine(
    name="prosody",
    declares_stream_prefix=False,
    stamps_everything=False,
    archives_markers_unasked=True,
    says_incomplete=False,
    numeric_archive_ids=False,
    passes_foreign_delay=False,
    warns_superseded_socket=False,
    serves_media_types=True,
    put_needs_authorization=True,
    unknown_anchor=UnknownAnchor.ITEM_NOT_FOUND,
    backward_resume=BackwardResume.FAILED,
    scram_extension="",
)

EJABBERD = Engine(
    name="ejabberd",
    declares_stream_prefix=True,
    stamps_everything=True,
    archives_markers_unasked=False,
    says_incomplete=True,
    numeric_archive_ids=True,
    passes_foreign_delay=True,
    warns_superseded_socket=True,
    serves_media_types=False,
    put_needs_authorization=False,
    unknown_anchor=UnknownAnchor.FROM_THE_START,
    backward_resume=BackwardResume.RESUMED,
    scram_extension="h=",
)

ENGINES = {engine.name: engine for engine in (PROSODY, EJABBERD)}
