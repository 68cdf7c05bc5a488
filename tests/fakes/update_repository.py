"""A repository of updates as an administrator makes it, on a clock of the test's own."""

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from workstation.domain.updates import ProgramVersion
from workstation.updates.publishing.repository import Repository, SigningState, make_repository
from workstation.updates.publishing.signing_keys import KeyRing

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
PASSPHRASE = "korrekt pferd batterie"


def passphrase(_name: str) -> str:
    """The same for every key."""
    return PASSPHRASE


def milliseconds(moment: dt.datetime) -> int:
    """Since the epoch."""
    return int(moment.timestamp()) * 1000


@dataclass
class Administrator:
    """Who has the keys; ``now`` is moved by the test."""

    folder: Path
    keys: Path
    now: dt.datetime = NOON
    root: str = ""
    packages: Path = Path()
    _opened: KeyRing | None = None

    def __post_init__(self) -> None:
        self.packages = self.folder.parent / f"packages-of-{self.folder.name}"
        self.packages.mkdir(exist_ok=True)

    @classmethod
    def of(
        cls, place: Path, name: str = "repository", now: dt.datetime = NOON, **threshold: int
    ) -> "Administrator":
        """With a repository that is empty."""
        made = cls(place / name, place / f"keys-of-{name}", now)
        made.root = make_repository(made.folder, made.keys, passphrase, made.now, **threshold)
        return made

    @property
    def now_ms(self) -> int:
        return milliseconds(self.now)

    @property
    def pinned(self) -> bytes:
        """The root that the policy names."""
        return (self.folder / "metadata/1.root.json").read_bytes()

    def ring(self, *names: str) -> KeyRing:
        """All key files, or a folder with a few of them."""
        if not names:
            self._opened = self._opened or KeyRing(self.keys, passphrase)
            return self._opened
        some = self.keys.parent / f"some-{'-'.join(names)}"
        some.mkdir(exist_ok=True)
        for name in names:
            shutil.copy(self.keys / f"{name}.pem", some)
        return KeyRing(some, passphrase)

    def add(self, version: str, content: bytes | None = None, ending: str = "deb") -> str:
        """Put a package in, for no ring yet; its name."""
        package = self.packages / f"doctor-workstation_{version}_amd64.{ending}"
        package.write_bytes(content or f"package {version} ".encode() * 9_000)
        repository = Repository(self.folder, self.now)
        repository.add(package, ProgramVersion.parse(version))
        repository.sign(self.ring())
        return package.name

    def approve(self, version: str, ring: str, *, withdraw: bool = False) -> SigningState:
        """Let a ring have it."""
        repository = Repository(self.folder, self.now)
        repository.approve(ProgramVersion.parse(version), ring, withdraw=withdraw)
        return repository.sign(self.ring())

    def renew(self) -> SigningState:
        """What a weekly task does."""
        return Repository(self.folder, self.now).sign(self.ring())

    def file(self, pattern: str) -> Path:
        """The newest file of that name, such as ``metadata/*.snapshot.json``."""
        return max(self.folder.glob(pattern), key=lambda path: (len(path.name), path.name))

    def change(self, pattern: str, **fields: object) -> None:
        """Change what was signed, and leave the signatures as they are."""
        path = self.file(pattern)
        document = json.loads(path.read_bytes())
        document["signed"] |= fields
        path.write_text(json.dumps(document))
