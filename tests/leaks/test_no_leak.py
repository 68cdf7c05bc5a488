"""Nothing of a patient or a secret lies anywhere in the clear, whatever goes wrong and whenever.

The real program is driven by a doctor's hands over real HTTP and WebSocket, logs everything, meets
every fault of the clinic, a full disk and dead servers, and is killed at moments that ``SEED``
chooses. ``LEAK_KILLS=200 pytest tests/leaks`` kills it more often.
"""

import contextlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.full_disk import SmallDisk, small_disk
from tests.journeys.opening import photo
from tests.leaks.canaries import Canaries, forms
from tests.leaks.watched_day import WatchedDay
from workstation.clinic.faults import KINDS
from workstation.clinic.process import ClinicProcess, start_clinic

SEED = 12
KILLS = int(os.environ.get("LEAK_KILLS", "5"))
LINES_OF_A_DAY = 60
WORDS = {
    "message": "金丝雀消息 message-c7f1a9",
    "draft": "金丝雀草稿 draft-0d42be",
    "symptom": "金丝雀症状 symptom-5b90ce：皮疹三天",
    "profile": "金丝雀简介 profile-77aa01",
    "code": "金丝雀解锁 code-19e3d8",
    "wrong code": "金丝雀错码 wrong-44f0c2",
}
PLANTS = {
    name: f"金丝雀 {name} planted-{number:04}"
    for number, name in enumerate(
        (
            "in a log",
            "in the profile",
            "in a temporary file",
            "in a core dump",
            "in a title",
            "in a notice",
            "in the tray",
            "in an error",
            "in a cause",
            "in crash output",
            "in a command line",
            "in an environment",
        )
    )
}
HOSTILE = {"failure": WORDS["message"], "redirect": f"http://127.0.0.2:9/{WORDS['draft']}"}
BOUNDED = {"latency": "200", "slow": "1", "huge": "4", "bomb": "8", "im-stall": "300"}
DEAD = "servers=127.0.0.1:9,127.0.0.2:9#1"


def faults_of(kinds: list[str]) -> list[str]:
    """One of each, with hostile words in those that carry any."""
    faults = []
    for kind in kinds:
        value = HOSTILE.get(kind) or BOUNDED.get(kind)
        faults.append(f"{kind}={value}#2" if value else f"{kind}#2")
    return [*(fault for fault in faults if not fault.startswith("servers")), DEAD]


@contextlib.contextmanager
def disk_of(folder: Path) -> Iterator[SmallDisk | None]:
    """The folder as a disk that can be full, where one may be mounted."""
    with contextlib.ExitStack() as stack:
        disk = None
        with contextlib.suppress(pytest.skip.Exception):
            disk = stack.enter_context(small_disk(folder))
        folder.mkdir(exist_ok=True)
        yield disk


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[ClinicProcess]:
    with start_clinic(tmp_path / "clinic", arguments=["--no-patients"]) as running:
        yield running


@pytest.fixture
def day(tmp_path: Path, clinic: ClinicProcess) -> Iterator[WatchedDay]:
    canaries = Canaries()
    for name, word in {**WORDS, "token": clinic.token, **PLANTS}.items():
        canaries.add(name, word)
    picture = photo(tmp_path / "金丝雀照片-6a1d.jpg")
    canaries.add("a file's name", picture.stem)
    orders = {
        "address": clinic.address,
        "token": clinic.token,
        "words": {**WORDS, "token": clinic.token, **PLANTS},
        "photo": str(picture),
        **dict.fromkeys(("faulty", "aborts", "plants"), False),
    }
    folder = tmp_path / "computer"
    with disk_of(folder) as disk:
        watched = WatchedDay(folder, canaries, orders)
        watched.disk = disk
        yield watched


def test_nothing_leaks_and_a_planted_leak_is_found(day: WatchedDay, clinic: ClinicProcess) -> None:
    assert day.run() == 0
    assert not day.defects
    steps = {"enter", "read", "write", "attach", "open", "edit", "log", "fail", "lock", "locked"}
    assert steps <= set(day.done)
    assert day.core_limit.split()[4:6] == ["0", "0"]
    assert day.core_filter == 0
    day.add_words_of_the_vault()
    chance, kinds = random.Random(SEED), list(KINDS)  # noqa: S311 - moments, no secrets
    chance.shuffle(kinds)
    for kill in range(KILLS):
        clinic.dial(*faults_of(kinds[kill % KILLS :: KILLS]))
        if day.disk is not None and kill % 3 == 1:
            day.disk.fill()
        crashes = kill == KILLS - 1
        after = None if crashes else chance.randrange(LINES_OF_A_DAY)
        assert day.run(kill_after=after, faulty=True, aborts=crashes) != 0 or not crashes
        clinic.clear()
        if day.disk is not None and kill % 3 == 1:
            day.disk.make_room()
    day.search()
    assert day.leaks == set()
    day.run(plants=True, kill_after=10_000)
    day.search()
    assert {name for name in PLANTS if not any(name in what for _, what in day.leaks)} == set()
    assert all(any(name in what for name in PLANTS) for _, what in day.leaks)


@pytest.mark.parametrize("form", sorted({form for form, _ in forms("金丝雀-1")}))
def test_every_form_is_found_wherever_it_lies_in_a_longer_text(form: str) -> None:
    canaries = Canaries()
    canaries.add("word", "金丝雀-1")
    for name, content in forms("金丝雀-1"):
        if name == form:
            assert canaries.found_in(b"before" + content + b"after")
