"""After a loss of power at any moment: settings, the audit log, keys and sealed files hold."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.power.disk import Loss
from tests.power.folder import RecordingFolder
from tests.seeds import NEW, seed
from workstation.audit.sealed_log import Head, SealedLog
from workstation.base.atomic_write import write_atomically
from workstation.domain.audit import AuditLine
from workstation.domain.keys import KeyKind, VaultKey
from workstation.media.cache import DiskCache
from workstation.settings.resolve import resolve
from workstation.settings.save import change_settings
from workstation.vault.keys import key_cost, key_file, sealed_token
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.try_counter import TryCounter
from workstation.vault.keys.wrapped_key import wrap

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="folders are not synced on Windows, which journals names"
)

CUTS = 1_000 if NEW else 60
"""How many states of a folder are looked at for each kind of file."""

KEY, ACCOUNT = bytes(range(32)), "https://clinic.test 1001"
TIMES = 8


@dataclass
class Work:
    """Something done to files, with what was promised and behind which note."""

    folder: RecordingFolder
    promises: list[tuple[int, object]] = field(default_factory=list)

    def promise(self, what: object) -> None:
        self.promises.append((self.folder.now, what))

    def promised(self, behind: int) -> list[object]:
        """All that was promised before a loss behind so many notes."""
        return [what for since, what in self.promises if since <= behind]


def save_settings(root: Path, work: Work) -> None:
    path = root / "settings.json"
    for number in range(TIMES):
        change_settings(path, resolve([]), {"ui.theme": ("dark", "light")[number % 2]})
        work.promise(number)


def are_settings_whole(root: Path, _: list[object]) -> bool:
    path = root / "settings.json"
    return not path.exists() or set(json.loads(path.read_bytes())) == {"ui.theme"}


def write_audit_log(root: Path, work: Work) -> None:
    log, head = SealedLog(root / "audit.log", KEY), Head()
    for number in range(TIMES):
        _, head = log.append([AuditLine(0, number, "signed_in", 1001, None, "", "")], head)
        work.promise(head)
        if number == TIMES // 2:
            log.prune(number - 1, number)


def is_audit_log_whole(root: Path, promised: list[object]) -> bool:
    log = SealedLog(root / "audit.log", KEY)
    head = promised[-1] if promised else Head()
    log.append([AuditLine(0, TIMES, "signed_in", 1001, None, "", "")], head)
    return not log.check(head).findings


def change_code(root: Path, work: Work) -> None:
    for number in range(TIMES):
        wrapped = wrap(VaultKey(KEY), b"%06d" % number, ACCOUNT, KeyKind.CODE, KeyCost(64, 1))
        key_file.replace(root, wrapped, ACCOUNT, lambda _: None)
        work.promise(wrapped)


def is_code_the_last_one(root: Path, promised: list[object]) -> bool:
    """Or the one that was just being set."""
    wrapped = key_file.read(root, ACCOUNT)
    return not promised or (wrapped is not None and wrapped not in promised[:-1])


def try_codes(root: Path, work: Work) -> None:
    tries = TryCounter(root)
    for _ in range(TIMES):
        tries.begin()
        work.promise(tries.count)


def is_no_try_forgotten(root: Path, promised: list[object]) -> bool:
    return TryCounter(root).count >= max([0, *promised])


def keep_pictures(root: Path, work: Work) -> None:
    cache = DiskCache(root / "media", KEY, 1 << 20)
    for number in range(TIMES):
        cache.put(f"picture {number % 3}", b"%d" % (number % 3) * 3_000)
        work.promise(number)


def are_pictures_whole_or_gone(root: Path, _: list[object]) -> bool:
    cache = DiskCache(root / "media", KEY, 1 << 20)
    pairs = [(b"%d" % number * 3_000, cache.get(f"picture {number}")) for number in range(3)]
    return all(content in (whole, None) for whole, content in pairs)


def seal_token(root: Path, work: Work) -> None:
    for number in range(TIMES):
        sealed_token.write(root, VaultKey(KEY), ACCOUNT, f"token {number}")
        work.promise(number)


def is_token_one_of_them(root: Path, _: list[object]) -> bool:
    """A lost one is asked of the doctor again."""
    token = sealed_token.read(root, VaultKey(KEY), ACCOUNT)
    return token is None or token in {f"token {number}" for number in range(TIMES)}


Check = Callable[[Path, list[object]], bool]
Act = Callable[[Path, Work], None]
FILES: dict[str, tuple[Act, Check]] = {
    "settings": (save_settings, are_settings_whole),
    "audit log": (write_audit_log, is_audit_log_whole),
    "code": (change_code, is_code_the_last_one),
    "tries": (try_codes, is_no_try_forgotten),
    "pictures": (keep_pictures, are_pictures_whole_or_gone),
    "token": (seal_token, is_token_one_of_them),
}
SYNCED = ("settings", "audit log", "code", "tries")
"""The files that are worth nothing, or less than was promised, where nothing is synced."""


@pytest.fixture(autouse=True)
def cheap_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64)


@pytest.fixture
def pick() -> Random:
    first = seed("losses of power, files")
    print("seed", first)  # noqa: T201 - to repeat a failure
    return Random(first)  # noqa: S311


def faults_after_cuts(
    kind: str, folder: Path, patch: pytest.MonkeyPatch, pick: Random, *, syncs: bool = True
) -> Iterator[str]:
    """What is broken after a loss of power at any of so many places."""
    act, check = FILES[kind]
    pc, state = folder / "pc", folder / "state"
    pc.mkdir()
    recording = RecordingFolder(pc, syncs)
    work = Work(recording)
    with recording.watching(patch):
        act(pc, work)
    for _ in range(CUTS):
        behind, loss = pick.randint(1, len(recording.notes)), pick.choice(list(Loss))
        recording.lay_out(behind, state, loss, pick)
        try:
            holds = check(state, work.promised(behind))
        except Exception as error:  # noqa: BLE001 - what does not open is a fault, too
            yield f"{type(error).__name__}: {error}"
            continue
        if not holds:
            yield f"note {behind} of {len(recording.notes)}, {loss}"


def test_each_file_has_a_number_of_its_own(tmp_path, monkeypatch):
    """File systems give the number of a deleted file to the next one, whose content it is not."""
    recording, path = RecordingFolder(tmp_path), tmp_path / "settings.json"
    with recording.watching(monkeypatch):
        for number in range(TIMES):
            write_atomically(path, b"%d" % number)
    numbers = {note.names[-1][path] for note in recording.notes if path in note.names[-1]}
    assert len(numbers) == TIMES


@pytest.mark.parametrize("kind", FILES)
def test_a_loss_of_power_breaks_no_promise(kind, tmp_path, monkeypatch, pick):
    assert not list(faults_after_cuts(kind, tmp_path, monkeypatch, pick))


@pytest.mark.parametrize("kind", SYNCED)
def test_files_that_are_not_synced_are_found_out(kind, tmp_path, monkeypatch, pick):
    assert next(faults_after_cuts(kind, tmp_path, monkeypatch, pick, syncs=False), None)
