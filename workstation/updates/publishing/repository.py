"""A repository as IT writes it: made, filled, approved ring by ring, signed, renewed.

Everything that is not yet signed by enough people lies in ``draft`` and is no part of what
computers read. What is published is written in an order in which a reader sees the old state or the
new one and nothing between: packages, releases, snapshot, last the timestamp, which names the rest.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from workstation.base import held_files
from workstation.domain.errors import InputError
from workstation.domain.updates import ProgramVersion
from workstation.domain.value import Value
from workstation.updates.layout import (
    HASH,
    METADATA,
    RELEASES,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    metadata_name,
    package_name,
)
from workstation.updates.publishing.documents import Document, read_document, write_document
from workstation.updates.publishing.packages import copy_whole, kind_of_package
from workstation.updates.publishing.signing_keys import AskPassphrase, KeyRing, make_key

DRAFT = "draft"
ROOT_KEY, RELEASE_KEY, FRESHNESS_KEY = "root", "release", "freshness"
ROOT_KEYS, ROOT_THRESHOLD = 3, 2
ROOT_DAYS, RELEASE_DAYS, FRESHNESS_DAYS = 730, 365, 30
KEY_OF = {ROOT: ROOT_KEY, RELEASES: RELEASE_KEY, SNAPSHOT: FRESHNESS_KEY, TIMESTAMP: FRESHNESS_KEY}
"""Which kind of key signs a role. Snapshot and timestamp only say what is newest, so theirs may lie
on the machine that renews them; it approves nothing."""


class SigningState(Value):
    """How many signatures a change has of those that it needs, and whether computers see it."""

    have: int
    needed: int
    published: bool


class RoleExpiry(Value):
    """When a role's metadata expire; who does not renew them stops all updates."""

    role: str
    expires: dt.datetime


def make_repository(  # noqa: PLR0913 - what a repository is made of
    folder: Path,
    keys: Path,
    ask: AskPassphrase,
    now: dt.datetime,
    *,
    release_keys: int = 1,
    release_threshold: int = 1,
) -> str:
    """Make an empty repository and its keys; returns the hash of its root, for the policy.

    Raises ``InputError`` and ``OSError``; a folder that is no empty one is not touched.
    """
    if not 1 <= release_threshold <= release_keys:
        raise InputError("release_threshold", "out_of_range")
    if folder.exists() and any(folder.iterdir()):
        raise InputError("folder", "not_empty")
    folder.mkdir(parents=True, exist_ok=True)  # before keys that a second try would find in its way
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    passphrases: dict[str, str] = {}

    def ask_once(name: str) -> str:
        if name not in passphrases:
            passphrases[name] = ask(name)
        return passphrases[name]

    root = _make_root(keys, ask_once, release_keys)
    root.expires = now + dt.timedelta(days=ROOT_DAYS)
    root.roles[RELEASES].threshold = release_threshold
    ring = KeyRing(keys, ask_once)
    document = Metadata(root)
    for name in ring.names(f"{ROOT_KEY}-"):
        document.sign(ring.signer(name), append=True)
    content = document.to_bytes()
    write_document(folder / metadata_name(ROOT, 1), content)
    (folder / TARGETS).mkdir()
    repository = Repository(folder, now)
    repository.draft_releases(Targets(expires=now))
    repository.sign(ring)
    return hashlib.sha256(content).hexdigest()


def _make_root(keys: Path, ask: AskPassphrase, release_keys: int) -> Root:
    """The root: all keys, and which role each of them signs."""
    root = Root(consistent_snapshot=True)
    counts = {ROOT_KEY: ROOT_KEYS, RELEASE_KEY: release_keys, FRESHNESS_KEY: 1}
    for kind, count in counts.items():
        for number in range(1, count + 1):
            public = make_key(keys, f"{kind}-{number}", ask)
            for role, its_kind in KEY_OF.items():
                if its_kind == kind:
                    root.add_key(public, role)
    root.roles[ROOT].threshold = ROOT_THRESHOLD
    return root


class Repository:
    """A repository that is there. Raises ``InputError("folder")`` for a folder that is none."""

    def __init__(self, folder: Path, now: dt.datetime) -> None:
        self._folder, self._now = folder, now
        self.root: Metadata[Root] = self._newest(ROOT, Root)

    def releases(self) -> Targets:
        """The releases as they will be: of the draft, if there is one."""
        if self._draft.exists():
            return read_document(self._draft, Targets).signed
        return self._newest(RELEASES, Targets).signed

    def add(self, package: Path, version: ProgramVersion) -> None:
        """Add a package, approved for nobody yet. Raises ``InputError`` and ``OSError``.

        One that computers would pass over without a word is refused here.
        """
        releases = self.releases()
        if package.name in releases.targets:
            raise InputError("package", "taken")
        kind = kind_of_package(package)
        custom: dict[str, Any] = {"version": str(version), "kind": kind.value, "rings": []}
        with held_files.open_ordinary(package, "rb") as file:
            target = TargetFile.from_data(package.name, file, [HASH])
        target.unrecognized_fields["custom"] = custom
        place = self._folder / package_name(target)
        copy_whole(package, place)
        releases.targets[package.name] = target
        self.draft_releases(releases)

    def approve(
        self, version: ProgramVersion, ring: str, *, withdraw: bool = False
    ) -> frozenset[str]:
        """Approve a version for a ring, or take that back; the rings that have it then.

        Raises ``InputError`` for no package.
        """
        releases = self.releases()
        named = [each for each in releases.targets.values() if _custom(each, version)]
        if not named:
            raise InputError("version", "unknown")
        approved: set[str] = set()
        for target in named:
            custom = target.unrecognized_fields["custom"]
            rings = set(custom["rings"]) - {ring} | (set() if withdraw else {ring})
            custom["rings"] = sorted(rings)
            approved |= rings
        self.draft_releases(releases)
        return frozenset(approved)

    def draft_releases(self, releases: Targets) -> None:
        """Lay a change down for signing; signatures of an earlier draft fit no more."""
        before = self._numbers(RELEASES)
        releases.version = max(before, default=0) + 1
        releases.expires = self._now + dt.timedelta(days=RELEASE_DAYS)
        write_document(self._draft, Metadata(releases).to_bytes())

    def sign(self, keys: KeyRing) -> SigningState:
        """Sign what is drafted with the keys at hand; publish it once there are enough.

        Without a draft the releases and what says that they are the newest are renewed as far as
        keys are there. Raises ``InputError`` where the keys at hand can do nothing.
        """
        fresh = self._usable(keys, TIMESTAMP)
        state = SigningState(0, 0, published=bool(fresh))
        if self._draft.exists():
            state = self._sign_draft(keys, can_publish=bool(fresh))
        elif not fresh:
            raise InputError("keys", "missing")
        if state.published:
            self._renew_freshness(keys, fresh)
        return state

    def renew_releases(self) -> None:
        """Draft the releases as they are, with a new expiry."""
        self.draft_releases(self.releases())

    def renew_root(self, keys: KeyRing) -> SigningState:
        """Sign a next root with the same keys and a new expiry; only with enough keys at hand."""
        root = self.root.signed
        names, needed = self._usable(keys, ROOT), root.roles[ROOT].threshold
        state = SigningState(len(names), needed, published=len(names) >= needed)
        if not state.published:
            return state
        root.version += 1
        root.expires = self._now + dt.timedelta(days=ROOT_DAYS)
        self._publish(self.root, metadata_name(ROOT, root.version), keys, names)
        return state

    def expiries(self) -> list[RoleExpiry]:
        """When each role's metadata end, the first to end first."""
        timestamp = read_document(self._folder / metadata_name(TIMESTAMP), Timestamp)
        signed: Iterable[Signed] = (
            self.root.signed,
            self._newest(RELEASES, Targets).signed,
            self._newest(SNAPSHOT, Snapshot).signed,
            timestamp.signed,
        )
        expiries = [RoleExpiry(each.type, each.expires) for each in signed]
        return sorted(expiries, key=lambda each: each.expires)

    @property
    def _draft(self) -> Path:
        return self._folder / DRAFT / f"{RELEASES}.json"

    def _sign_draft(self, keys: KeyRing, *, can_publish: bool) -> SigningState:
        document = read_document(self._draft, Targets)
        for name in self._usable(keys, RELEASES):
            document.sign(keys.signer(name), append=True)
        result = self.root.signed.get_verification_result(
            RELEASES, document.signed_bytes, document.signatures
        )
        published = bool(result) and can_publish
        place = self._folder / metadata_name(RELEASES, document.signed.version)
        write_document(place if published else self._draft, document.to_bytes())
        if published:
            held_files.remove(self._draft)
        return SigningState(len(result.signed), result.threshold, published=published)

    def _renew_freshness(self, keys: KeyRing, names: list[str]) -> None:
        releases = self._folder / metadata_name(RELEASES, max(self._numbers(RELEASES)))
        version = max(self._numbers(SNAPSHOT), default=0) + 1
        expires = self._now + dt.timedelta(days=FRESHNESS_DAYS)
        signed = self._newest(RELEASES, Targets).signed
        meta = {f"{RELEASES}.json": _meta(signed.version, held_files.read_whole(releases))}
        name = metadata_name(SNAPSHOT, version)
        content = self._publish(
            Metadata(Snapshot(version, expires=expires, meta=meta)), name, keys, names
        )
        timestamp = Timestamp(version, expires=expires, snapshot_meta=_meta(version, content))
        self._publish(Metadata(timestamp), metadata_name(TIMESTAMP), keys, names)

    def _publish(
        self, document: Metadata[Any], name: str, keys: KeyRing, names: Iterable[str]
    ) -> bytes:
        document.signatures.clear()
        for key in names:
            document.sign(keys.signer(key), append=True)
        content = document.to_bytes()
        write_document(self._folder / name, content)
        return content

    def _usable(self, keys: KeyRing, role: str) -> list[str]:
        """The keys at hand that the root names for a role."""
        known = self.root.signed.roles[role].keyids
        return [
            name
            for name in keys.names(f"{KEY_OF[role]}-")
            if keys.signer(name).public_key.keyid in known
        ]

    def _newest(self, role: str, kind: type[Document]) -> Metadata[Document]:
        numbers = self._numbers(role)
        if not numbers:
            raise InputError("folder", "malformed")
        return read_document(self._folder / metadata_name(role, max(numbers)), kind)

    def _numbers(self, role: str) -> list[int]:
        names = (
            path.name.partition(".")[0] for path in self._folder.glob(f"{METADATA}/*.{role}.json")
        )
        return [int(number) for number in names if number.isdecimal()]


def _custom(target: TargetFile, version: ProgramVersion) -> bool:
    return isinstance(target.custom, dict) and target.custom.get("version") == str(version)


def _meta(version: int, content: bytes) -> MetaFile:
    return MetaFile.from_data(version, content, [HASH])
