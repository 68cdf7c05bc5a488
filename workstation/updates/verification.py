"""A repository verified by the rules of The Update Framework (TUF 1.0, section 5).

Thresholds of signatures, expiry, and that no version falls, are judged by the TUF project's own
``TrustedMetadataSet``. This module brings what that leaves to others: the trusted root (whose hash
the policy names; nothing is trusted because it was there first), the transport, the store of what
was verified before, and the time to judge by.

A file that is missing or cut short is no attack but a copy under way: ``UpdateIncomplete``.
Loaded only where updates are switched on: the library costs a quarter of a second.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tuf.api.exceptions import (
    BadVersionNumberError,
    EqualVersionNumberError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import TargetFile
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType

from workstation.domain.update_errors import UpdateIncomplete, UpdateRefused
from workstation.domain.updates import RING_PATTERN, PackageKind, ProgramVersion, Release
from workstation.domain.value import Value
from workstation.updates.layout import (
    FILE_NAME,
    HASH,
    PACKAGE_BYTES,
    RELEASES,
    RELEASES_BYTES,
    ROOT,
    ROOT_BYTES,
    ROOT_ROTATIONS,
    SNAPSHOT,
    SNAPSHOT_BYTES,
    TIMESTAMP,
    TIMESTAMP_BYTES,
    metadata_name,
)
from workstation.updates.repository_source import RepositorySource
from workstation.updates.trust_store import TrustStore

_SECOND_MS = 1_000


class VerifiedRepository(Value):
    """What the administrator signed: releases, and the metadata that prove them, by name.

    ``expires_ms`` is when the first of the metadata ends, in milliseconds since the epoch.
    """

    releases: tuple[Release, ...]
    targets: Mapping[str, TargetFile]
    documents: Mapping[str, bytes]
    expires_ms: int

    def target(self, release: Release) -> TargetFile:
        """The signed size and hash of a release's package."""
        return self.targets[release.file_name]


async def verify_repository(
    source: RepositorySource, store: TrustStore, root_sha256: str, now_ms: int
) -> VerifiedRepository:
    """Verify everything but the packages, and remember it.

    Raises ``UpdateRefused``, ``UpdateIncomplete``, the errors of ``RepositorySource.read``, and
    ``StorageError`` where it cannot be remembered, or what was seen before cannot be read.
    """
    if not root_sha256:
        raise UpdateRefused("unpinned")
    at_ms = await store.latest_ms(now_ms)
    return await _RepositoryCheck(source, store, at_ms).run(root_sha256)


class _RepositoryCheck:
    def __init__(self, source: RepositorySource, store: TrustStore, at_ms: int) -> None:
        self._source, self._store, self._at_ms = source, store, at_ms
        self._documents: dict[str, bytes] = {}

    async def run(self, root_sha256: str) -> VerifiedRepository:
        trusted = await self._pinned(root_sha256)
        trusted.reference_time = dt.datetime.fromtimestamp(self._at_ms // _SECOND_MS, dt.UTC)
        await self._follow_roots(trusted)
        await self._load_timestamp(trusted)
        await self._load_snapshot(trusted)
        await self._load_releases(trusted)
        await self._store.note_success(self._at_ms)
        ends = min(role.expires for role in trusted)
        return VerifiedRepository(
            tuple(_releases(trusted.targets.targets)),
            trusted.targets.targets,
            self._documents,
            int(ends.timestamp()) * _SECOND_MS,
        )

    async def _pinned(self, root_sha256: str) -> TrustedMetadataSet:
        name = metadata_name(ROOT, 1)
        content = await self._store.read(name)
        if content is None or _hash(content) != root_sha256:
            content = await self._fetch(name, ROOT_BYTES)
            if _hash(content) != root_sha256:
                raise UpdateRefused("foreign_root", name)
        with _judged(name, content):
            trusted = TrustedMetadataSet(content, EnvelopeType.METADATA)
        await self._keep(name, content)
        return trusted

    async def _follow_roots(self, trusted: TrustedMetadataSet) -> None:
        """Follow the roots one after the other, each signed by the one before it as well."""
        for version in range(2, 2 + ROOT_ROTATIONS):
            name = metadata_name(ROOT, version)
            content = await self._store.read(name)
            if content is None or not _accepted(trusted.update_root, content):
                content = await self._source.read(name, ROOT_BYTES)
                if content is None:
                    return
                with _judged(name, content):
                    trusted.update_root(content)
            await self._keep(name, content)

    async def _load_timestamp(self, trusted: TrustedMetadataSet) -> None:
        if trusted.root.is_expired(trusted.reference_time):
            raise UpdateRefused("expired", metadata_name(ROOT, trusted.root.version))
        name = metadata_name(TIMESTAMP)
        stored = await self._store.read(name)
        if stored is not None:
            _accepted(trusted.update_timestamp, stored)
        content = await self._fetch(name, TIMESTAMP_BYTES)
        with _judged(name, content):
            try:
                trusted.update_timestamp(content)
            except EqualVersionNumberError:
                content = stored or content
        await self._keep(name, content)

    async def _load_snapshot(self, trusted: TrustedMetadataSet) -> None:
        """Load a snapshot; one in store may be older: it only proves that none falls behind it."""
        stored = await self._store.read(SNAPSHOT)
        meta = trusted.timestamp.snapshot_meta
        name = metadata_name(SNAPSHOT, meta.version)
        if stored is not None and _accepted(
            lambda content: trusted.update_snapshot(content, trusted=True), stored
        ):
            self._documents[name] = stored
            return
        content = await self._fetch(name, min(meta.length or SNAPSHOT_BYTES, SNAPSHOT_BYTES))
        with _judged(name, content, meta.length):
            trusted.update_snapshot(content)
        self._documents[name] = content
        await self._store.write(SNAPSHOT, content)

    async def _load_releases(self, trusted: TrustedMetadataSet) -> None:
        meta = trusted.snapshot.meta.get(f"{RELEASES}.json")
        if meta is None:
            raise UpdateRefused("malformed", metadata_name(SNAPSHOT, trusted.snapshot.version))
        name = metadata_name(RELEASES, meta.version)
        stored = await self._store.read(RELEASES)
        if stored is not None and _accepted(trusted.update_targets, stored):
            self._documents[name] = stored
            return
        content = await self._fetch(name, min(meta.length or RELEASES_BYTES, RELEASES_BYTES))
        with _judged(name, content, meta.length):
            trusted.update_targets(content)
        self._documents[name] = content
        await self._store.write(RELEASES, content)

    async def _fetch(self, name: str, limit: int) -> bytes:
        content = await self._source.read(name, limit)
        if content is None:
            raise UpdateIncomplete(name, "missing")
        return content

    async def _keep(self, name: str, content: bytes) -> None:
        self._documents[name] = content
        await self._store.write(name, content)


@contextmanager
def _judged(place: str, content: bytes, length: int | None = None) -> Iterator[None]:
    """Turn the library's verdict into one of ours."""
    try:
        yield
    except ExpiredMetadataError:
        raise UpdateRefused("expired", place) from None
    except UnsignedMetadataError:
        raise UpdateRefused("signature", place) from None
    except BadVersionNumberError:
        raise UpdateRefused("older", place) from None
    except LengthOrHashMismatchError:
        if length is not None and len(content) < length:
            raise UpdateIncomplete(place, "cut short") from None
        raise UpdateRefused("tampered", place) from None
    except (RepositoryError, KeyError, TypeError, ValueError, RecursionError):
        if not _is_json(content):
            raise UpdateIncomplete(place, "cut short") from None
        raise UpdateRefused("malformed", place) from None


def _accepted(update: Any, content: bytes) -> bool:
    """Whether what was verified in an earlier run still stands; if not, it is only a bound."""
    try:
        update(content)
    except (RepositoryError, KeyError, TypeError, ValueError, RecursionError):
        return False
    return True


def _releases(targets: Mapping[str, TargetFile]) -> Iterator[Release]:
    """The releases; entries that only a later program may understand are passed over."""
    for target in targets.values():
        custom = target.custom if isinstance(target.custom, dict) else {}
        rings = custom.get("rings", [])
        usable = HASH in target.hashes and re.fullmatch(FILE_NAME, target.path)
        if not usable or target.length > PACKAGE_BYTES or not isinstance(rings, list):
            continue
        try:
            version = ProgramVersion.parse(str(custom.get("version", "")))
            kind = PackageKind(custom.get("kind"))
        except ValueError:
            continue
        names = frozenset(ring for ring in map(str, rings) if re.fullmatch(RING_PATTERN, ring))
        yield Release(version, kind, target.path, target.length, names)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
