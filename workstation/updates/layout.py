"""Names in a repository, and bounds of its files.

The layout is that of The Update Framework with consistent snapshots (TUF 1.0, section 6.2): a file
never changes under its name, except the timestamp, which names the rest::

    metadata/1.root.json  metadata/7.targets.json  metadata/31.snapshot.json
    metadata/timestamp.json
    targets/<sha256>.doctor-workstation_1.4.0_amd64.deb
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuf.api.metadata import TargetFile

METADATA, TARGETS = "metadata", "targets"
ROOT, TIMESTAMP, SNAPSHOT, RELEASES = "root", "timestamp", "snapshot", "targets"
HASH = "sha256"

ROOT_BYTES = 512 * 1024
TIMESTAMP_BYTES = 16 * 1024
SNAPSHOT_BYTES = 1024 * 1024
RELEASES_BYTES = 4 * 1024 * 1024
PACKAGE_BYTES = 1024 * 1024 * 1024
ROOT_ROTATIONS = 64
"""How many roots may follow each other."""

FILE_NAME = r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}"


def metadata_name(role: str, version: int | None = None) -> str:
    """The name of a role's metadata in the repository; only the timestamp has no version."""
    return f"{METADATA}/{role}.json" if version is None else f"{METADATA}/{version}.{role}.json"


def package_name(target: "TargetFile") -> str:
    """The name of a package in the repository."""
    return f"{TARGETS}/{target.hashes[HASH]}.{target.path}"
