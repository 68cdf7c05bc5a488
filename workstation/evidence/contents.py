"""What lies in a package, under which names, and the two lists of hashes.

``files.sha256`` lists the data and the originals; its own hash is printed in the record, which
therefore cannot be in it. ``package.sha256`` lists the record and ``files.sha256``; its own hash is
the fingerprint of the whole. Both are as ``sha256sum`` writes and checks them.
"""

import hashlib
import re
from collections.abc import Iterable

from workstation.domain.evidence import PackedFile

RECORD = "record.pdf"
DATA = "consultation.fhir.json"
FILES_LIST = "files.sha256"
PACKAGE_LIST = "package.sha256"
ORIGINALS = "originals"
LISTS = frozenset({FILES_LIST, PACKAGE_LIST})
MAX_FILES = 10_000
MAX_LIST_BYTES = 1024 * 1024
MARK_PREFIX = b"sha256:"
"""Before the hash of ``files.sha256`` in the record's metadata."""
_LINE = re.compile(r"([0-9a-f]{64})  ([!-~]{1,100})")
_NAME = re.compile(rf"{ORIGINALS}/[0-9]{{4,5}}\.[a-z0-9]{{1,8}}")


def original_name(number: int, extension: str) -> str:
    """The name of an original in the package; nothing of what its sender calls it."""
    return f"{ORIGINALS}/{number:04}.{extension}"


def is_expected_name(name: str) -> bool:
    """Whether a package may hold a file of that name."""
    return name in {RECORD, DATA, *LISTS} or _NAME.fullmatch(name) is not None


def list_hashes(files: Iterable[PackedFile]) -> bytes:
    """The list of these files."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files).encode("ascii")


def read_hashes(content: bytes) -> dict[str, str]:
    """Hash by name. Raises ``ValueError`` for what is no such list."""
    lines = content.decode("ascii").removesuffix("\n").split("\n")
    pairs = [match for line in lines if (match := _LINE.fullmatch(line))]
    hashes = {match[2]: match[1] for match in pairs}
    if len(hashes) != len(lines):
        raise ValueError("no list of hashes")
    return hashes


def hash_of(content: bytes) -> str:
    """SHA-256 (FIPS 180-4) in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
