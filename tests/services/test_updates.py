"""Three computers in three rings, for some weeks; hours, modes, and what a doctor is told."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from tests.fakes.update_repository import DAY, Administrator
from tests.ui.fresh import said_by
from workstation.config import Settings
from workstation.domain.update_errors import UpdateRefused
from workstation.domain.updates import PackageKind, ProgramVersion, UpdateState
from workstation.services import updates as product
from workstation.services.updates import CHECK_SECONDS, ThisComputer, Updates

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def it(tmp_path):
    """An administrator with two versions that nobody may have yet."""
    made = Administrator.of(tmp_path)
    made.add("1.3.0")
    made.add("1.4.0")
    return made


class Computer:
    """One computer on the administrator's clock."""

    def __init__(self, it, place, ring, version="1.3.0", **settings):
        self.it = it
        policy = {
            "update_mode": "stage",
            "update_repository": str(it.folder),
            "update_root": it.root,
            "update_ring": ring,
        }
        self.settings = dataclasses.replace(Settings(), **policy | settings)
        self.cache, self.states, self.elapsed = place / ring, [], 0.0
        self.version = version
        self.start()

    def start(self):
        installed = ThisComputer(ProgramVersion.parse(self.version), PackageKind.DEBIAN)
        self.updates = Updates(
            lambda: self.settings, self.cache, self, installed, sleep=self.sleep, draw=lambda: 0.5
        )
        self.updates.feed.subscribe(self.states.append)

    def now_ms(self):
        return self.it.now_ms

    def monotonic(self):
        self.elapsed += 1.0
        return self.elapsed

    async def sleep(self, seconds):
        """Time goes by without anybody waiting."""

    def set(self, **settings):
        self.settings = dataclasses.replace(self.settings, **settings)

    @property
    def packages(self):
        return sorted(path.name.partition(".")[2] for path in self.cache.rglob("targets/*"))

    @property
    def approved(self):
        state = self.updates.state
        return None if state is None else (str(state.version), state.staged)


async def test_a_version_goes_from_ring_to_ring(it, tmp_path, expect_log):
    expect_log.append("no update")
    rings = ("pilot", "early", "all")
    computers = [Computer(it, tmp_path, ring) for ring in rings]

    async def look():
        for computer in computers:
            await computer.updates.check()
        return [computer.approved for computer in computers]

    ready = ("1.4.0", True)
    it.approve("1.3.0", "all")
    assert await look() == [None, None, None]
    for number, ring in enumerate(rings, 1):
        it.now += 7 * DAY
        it.approve("1.4.0", ring)
        assert await look() == [ready] * number + [None] * (3 - number)
    it.now += 7 * DAY
    computers[0].version = "1.4.0"
    computers[0].start()
    assert await look() == [None, ready, ready]
    assert computers[0].packages == []
    # 1.4.0 was a mistake: it is withdrawn, and what was staged of it goes.
    for ring in rings:
        it.approve("1.4.0", ring, withdraw=True)
    assert await look() == [None, None, None]
    assert not any(computer.packages for computer in computers)
    # The pilot goes back, by name.
    computers[0].set(update_target_version="1.3.0")
    assert await look() == [None, None, None]
    computers[0].set(update_allow_back=True)
    assert await look() == [("1.3.0", True), None, None]


@pytest.mark.parametrize("target", ["", "1.4.0"])
async def test_a_version_that_is_withdrawn_cannot_be_installed_any_more(
    it, tmp_path, expect_log, target
):
    """Also where the policy still names it: its earlier approval would be valid for weeks."""
    if target:
        expect_log.append("no update")
    computer = Computer(it, tmp_path, "pilot", update_target_version=target)
    it.approve("1.4.0", "pilot")
    await computer.updates.check()
    assert computer.packages
    it.approve("1.4.0", "pilot", withdraw=True)
    await computer.updates.check()
    assert computer.packages == []
    (proof,) = computer.cache.rglob("staged/metadata/timestamp.json")
    assert proof.read_bytes() == it.file("metadata/timestamp.json").read_bytes()


async def test_notify_tells_and_fetches_nothing(it, tmp_path):
    computer = Computer(it, tmp_path, "pilot", update_mode="notify")
    it.approve("1.4.0", "pilot")
    await computer.updates.check()
    assert computer.states == [UpdateState(ProgramVersion(1, 4, 0), staged=False)]
    assert computer.packages == []


async def test_what_was_staged_goes_with_the_policy_also_while_the_share_is_away(
    it, tmp_path, expect_log
):
    expect_log.append("no update")
    computer = Computer(it, tmp_path, "pilot")
    it.approve("1.4.0", "pilot")
    await computer.updates.check()
    assert computer.packages
    it.folder.rename(it.folder.with_name("away"))
    computer.set(update_mode="notify")
    await computer.updates.check()
    assert computer.packages == []
    assert computer.approved == ("1.4.0", False)


async def test_off_looks_at_nothing_and_leaves_nothing(it, tmp_path):
    computer = Computer(it, tmp_path, "pilot")
    it.approve("1.4.0", "pilot")
    await computer.updates.check()
    assert computer.packages
    computer.set(update_mode="off", update_repository="/nowhere/at/all")
    assert await computer.updates.check() is None
    assert computer.states[-1] is None
    assert not (computer.cache / "updates").exists()


async def test_it_fetches_in_its_hours_only(it, tmp_path):
    local = it.now.astimezone()
    hours = f"{local + HOUR:%H:%M}-{local + 2 * HOUR:%H:%M}"
    computer = Computer(it, tmp_path, "pilot", update_hours=hours)
    it.approve("1.4.0", "pilot")
    assert await computer.updates.check() == product.FETCH_SECONDS
    assert computer.approved == ("1.4.0", False)
    it.now += HOUR
    assert await computer.updates.check() == CHECK_SECONDS
    assert computer.approved == ("1.4.0", True)


async def test_the_doctor_s_own_transfer_goes_first(it, tmp_path):
    computer = Computer(it, tmp_path, "pilot")
    it.approve("1.4.0", "pilot")
    computer.updates.note_transfer()
    await computer.updates.check()
    assert computer.approved == ("1.4.0", False)
    computer.elapsed += product.TRANSFER_SECONDS
    await computer.updates.check()
    assert computer.approved == ("1.4.0", True)


async def test_a_share_that_is_away_is_a_line_in_the_log(it, tmp_path, expect_log):
    expect_log.append("no update")
    computer = Computer(it, tmp_path, "pilot", update_repository=str(tmp_path / "away"))
    assert await computer.updates.check() == CHECK_SECONDS
    assert computer.states == []


async def test_a_share_that_is_away_for_a_while_takes_no_approval_back(it, tmp_path, expect_log):
    """The line in Settings went for hours, as if the version had been withdrawn."""
    expect_log.append("no update")
    computer = Computer(it, tmp_path, "pilot")
    it.approve("1.4.0", "pilot")
    await computer.updates.check()
    away = it.folder.rename(it.folder.with_name("away"))
    await computer.updates.check()
    assert computer.approved == ("1.4.0", True)
    away.rename(it.folder)
    it.file("metadata/timestamp.json").write_text("{}")
    await computer.updates.check()
    assert computer.approved is None


async def test_a_version_that_cannot_be_fetched_is_approved_all_the_same(it, tmp_path, expect_log):
    expect_log.append("no update")
    computer = Computer(it, tmp_path, "pilot")
    it.approve("1.4.0", "pilot")
    it.file("targets/*1.4.0*").unlink()
    await computer.updates.check()
    assert computer.approved == ("1.4.0", False)


async def test_without_a_repository_it_says_so_in_the_log(it, tmp_path, expect_log):
    expect_log.append("no update")
    computer = Computer(it, tmp_path, "pilot", update_repository="")
    assert await computer.updates.check() == CHECK_SECONDS


async def test_a_changed_policy_is_looked_at_at_once(it, tmp_path):
    computer = Computer(it, tmp_path, "pilot", update_mode="off")
    it.approve("1.4.0", "pilot")
    running = asyncio.ensure_future(computer.updates.run())
    changed = asyncio.Event()
    computer.updates.feed.subscribe(lambda _state: changed.set())
    await asyncio.sleep(0)
    computer.set(update_mode="notify")
    computer.updates.check_soon()
    await changed.wait()
    running.cancel()
    await asyncio.wait([running])
    assert computer.approved == ("1.4.0", False)


LOADED = """
import sys
from workstation.services import updates
print(any(name.split(".")[0] in {"tuf", "securesystemslib", "urllib3"} for name in sys.modules))
"""


def test_the_library_is_not_loaded_before_a_look():
    assert said_by(LOADED) == ["False"]


async def test_without_a_repository_there_is_none_to_look_at():
    """An empty path would be the folder in which the program was started."""
    with pytest.raises(UpdateRefused, match="no_repository"):
        async with product.open_source(Settings()):
            pytest.fail("opened")
