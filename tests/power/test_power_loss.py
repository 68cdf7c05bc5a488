"""After a loss of power, at any moment, whatever was not synced: the promises hold."""

import asyncio
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType

import apsw
import pytest

from tests.power.day import Day, Promises, broken, connections
from tests.power.disk import Loss, Note, Plates, RecordingDisk
from tests.seeds import NEW, seed
from workstation.vault.schema.migrations import STEPS

OLD = Path(__file__).parents[1] / "vault" / "files"
CUTS = 5_000 if NEW else 200
CUTS_OF_A_MIGRATION = 500 if NEW else 30
"""How many states of the disk are opened; ``make sweep`` takes many."""


Recorded = tuple[Plates, list[Note], Promises]
"""The files before a day, what the disk noted of it, and what was promised in it."""


def live_a_day(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    pick: Random,
    rounds: int,
    weaker: Mapping[str, str] = MappingProxyType({}),
) -> Recorded:
    plates, disk = Plates(folder), RecordingDisk.of_this_process()
    disk.begin()
    with monkeypatch.context() as patched:
        patched.setattr(apsw, "Connection", connections(weaker))
        day = Day(folder / "vault.db", disk, pick)
        asyncio.run(day.live(rounds))
    return plates, disk.notes, day.promises


def faults_after_cuts(day: Recorded, folder: Path, pick: Random, cuts: int) -> Iterator[str]:
    """What is broken after a loss of power at any of so many places, with what was lost."""
    plates, notes, promises = day
    behind = 0
    for place in sorted(pick.randrange(len(notes)) for _ in range(cuts)):
        while behind <= place:
            plates.take(notes[behind])
            behind += 1
        loss = pick.choice(list(Loss))
        state = folder / "state"
        state.mkdir()
        plates.lay_out(state, loss, pick)
        try:
            broken_promises = broken(state / "vault.db", promises, behind)
        except Exception as error:  # noqa: BLE001 - a vault that does not open is a fault, too
            broken_promises = [f"{type(error).__name__}: {error}"]
        yield from (f"note {place} of {len(notes)}, {loss}: {each}" for each in broken_promises)
        shutil.rmtree(state)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder in memory where there is one: nothing here needs to outlive a real loss."""
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def pc(room: Path) -> Path:
    folder = room / "pc"
    folder.mkdir()
    return folder


@pytest.fixture
def pick() -> Random:
    first = seed("losses of power")
    print("seed", first)  # noqa: T201 - to repeat a failure
    return Random(first)  # noqa: S311


def test_a_loss_of_power_breaks_no_promise(room, pc, monkeypatch, pick):
    day = live_a_day(pc, monkeypatch, pick, rounds=60)
    assert not list(faults_after_cuts(day, room, pick, CUTS))


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_loss_of_power_while_an_old_vault_is_migrated(version, room, pc, monkeypatch, pick):
    shutil.copy(OLD / f"version-{version}.db", pc / "vault.db")
    day = live_a_day(pc, monkeypatch, pick, rounds=3)
    assert not list(faults_after_cuts(day, room, pick, CUTS_OF_A_MIGRATION))


@pytest.mark.parametrize(
    "weaker",
    [{"full": "normal"}, {"full": "off", "normal": "off"}, {"extra": "full"}],
    ids=["commits that are not synced", "nothing that is synced", "a journal that comes back"],
)
def test_weaker_syncing_is_found_out(weaker, room, pc, monkeypatch, pick):
    day = live_a_day(pc, monkeypatch, pick, 20, weaker)
    assert next(faults_after_cuts(day, room, pick, 400), None)
