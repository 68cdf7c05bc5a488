"""An evidence package: a consultation as one file that shows whether it was changed since."""

import enum
from collections.abc import Mapping
from dataclasses import field
from datetime import tzinfo

from workstation.domain.changes import Place, Timeline
from workstation.domain.consultation import Consultation
from workstation.domain.ids import MemberId, OriginId
from workstation.domain.message import Speaker
from workstation.domain.redaction import NOTHING_REDACTED, Redaction
from workstation.domain.value import Value


class OriginalKind(enum.Enum):
    """What an original file is."""

    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"


class Original(Value):
    """A file that was sent, to be packed as it came; ``size`` is its sender's word, in bytes.

    ``speaker`` is ``None`` for what belongs to the symptom. ``at_ms`` is when it was sent, in
    milliseconds since the Unix epoch, ``None`` where nobody told.
    """

    url: str = field(repr=False)
    kind: OriginalKind
    speaker: Speaker | None = field(default=None, repr=False)
    at_ms: int | None = None
    size: int | None = None


class PackedFile(Value):
    """A file in a package: ``sha256`` in hexadecimal, ``size`` in bytes."""

    name: str
    size: int
    sha256: str
    media_type: str = ""


class PackageDoctor(Value):
    """A doctor of the consultation, with a title where one is known."""

    member_id: MemberId
    name: str = field(repr=False)
    title: str = ""


class PackageWords(Value):
    """The titles and sentences of the structured data, in the current language.

    ``redacted`` says what the doctor kept out, empty where that is nothing.
    """

    language: str
    title: str
    symptom: str
    summary: str
    conversation: str
    earlier: str
    originals: str
    gaps: str
    gap_count: str
    redaction: str = ""
    redacted: str = ""


class PackageSource(Value):
    """Everything that the structured data of a package are made from.

    ``platform`` is the address of the platform: numbers of accounts and consultations are its own.
    ``maker_id`` and ``maker`` are the doctor who exports, ``summary_id`` names the message that the
    summary became. ``program`` is the program's version. ``zone`` is the computer's own time zone
    unless given. Of ``redaction`` the words are out of all of this already; what is said of its
    photos and files follows from it.
    """

    platform: str
    consultation: Consultation = field(repr=False)
    place: Place | None
    doctors: tuple[PackageDoctor, ...]
    conversation: Timeline = field(repr=False)
    summary_id: OriginId | None
    maker_id: MemberId
    maker: str = field(repr=False)
    now_ms: int
    program: str
    words: PackageWords
    zone: tzinfo | None = None
    redaction: Redaction = NOTHING_REDACTED


PackedOriginals = Mapping[str, PackedFile | None]
"""By the address of each original; ``None`` for one that could not be had, or was left out."""


class PackageVerdict(enum.IntEnum):
    """What looking at a package came to; its value is the exit status of ``--verify``."""

    INTACT = 0
    CHANGED = 1
    UNUSABLE = 2


class PackageFault(enum.Enum):
    """What is wrong with a package."""

    MISSING = "missing"
    ADDED = "added"
    ALTERED = "altered"
    MARK_DIFFERS = "mark_differs"
    REPACKED = "repacked"
    NOT_A_PACKAGE = "not_a_package"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    UNSAFE_NAME = "unsafe_name"
    NAMED_TWICE = "named_twice"
    NOT_A_FILE = "not_a_file"


CHANGES = frozenset(
    {PackageFault.MISSING, PackageFault.ADDED, PackageFault.ALTERED, PackageFault.MARK_DIFFERS}
)
"""What was done to a package that can be looked at; the other faults end the look."""


class PackageFinding(Value):
    """A fault, and the name of the file concerned; empty where it is the whole package."""

    fault: PackageFault
    name: str = ""


class PackageReport(Value):
    """What is wrong with a package, and its fingerprint: SHA-256, in hexadecimal.

    ``count`` is how many files were compared. ``fingerprint`` is empty where nothing was.
    """

    findings: tuple[PackageFinding, ...] = ()
    fingerprint: str = ""
    count: int = 0

    @property
    def verdict(self) -> PackageVerdict:
        """Intact, changed, or not to be judged."""
        if not self.findings:
            return PackageVerdict.INTACT
        judged = all(finding.fault in CHANGES for finding in self.findings)
        return PackageVerdict.CHANGED if judged else PackageVerdict.UNUSABLE
