"""Updates in the window: one quiet line, by policy only, and the doctor works on."""

import datetime as dt
import sys

import pytest

from tests.fakes.update_repository import Administrator
from tests.journeys.conftest import until
from workstation.base.clock import SystemClock
from workstation.services.updates import TRANSFER_SECONDS
from workstation.ui.kit.strings import Language
from workstation.ui.kit.strings.switch import set_language
from workstation.ui.kit.widgets.label import Label

VERSION = "99.4.0"
ENDING = "msi" if sys.platform == "win32" else "deb"
"""Of what would be installed here, from a source tree."""


@pytest.fixture
def it(tmp_path):
    """An administrator of today: the window has the computer's own clock."""
    now = dt.datetime.fromtimestamp(SystemClock().now_ms() // 1000, dt.UTC)
    made = Administrator.of(tmp_path, now=now)
    made.add(VERSION, ending=ENDING)
    made.add("99.3.0", ending=ENDING)
    made.approve(VERSION, "pilot")
    made.approve("99.3.0", "all")
    return made


@pytest.fixture
def switched_on(policy, it):
    """The policy of a computer that has updates."""
    policy.update(
        {
            "update.mode": "notify",
            "update.repository": str(it.folder),
            "update.root": it.root,
            "update.ring": "pilot",
        }
    )
    return policy


def about(work):
    """What the last section of the settings says."""
    section = work.main_window.frame.page("settings").sections["about"]
    return [label.text() for label in section.findChildren(Label) if label.text()]


async def test_a_newer_version_is_one_quiet_line_in_the_settings(workplace, switched_on):
    async with workplace.open() as work:
        work.main_window.frame.show_page("settings")
        before = about(work)
        await work.program.parts.updates.check()
        assert [text for text in about(work) if VERSION in text]
        assert len(about(work)) == len(before)
        set_language(Language.EN)
        assert [text for text in about(work) if f"A newer version, {VERSION}," in text]
        set_language(Language.ZH)
        switched_on["update.mode"] = "off"
        work.program.parts.settings_reload.request()
        await until(lambda: about(work) == before)
        assert not (workplace.folders.cache / "updates").exists()


async def test_the_ring_the_version_and_the_way_back_are_the_policy_s(
    workplace, switched_on, expect_log
):
    expect_log.append("no update")
    switched_on |= {"update.ring": "early"}
    async with workplace.open() as work:
        await work.program.parts.updates.check()
        assert str(work.program.parts.updates.state.version) == "99.3.0"
    switched_on |= {"update.target_version": VERSION}
    async with workplace.open() as work:
        await work.program.parts.updates.check()
        assert work.program.parts.updates.state is None
    switched_on |= {"update.ring": "pilot", "update.allow_back": True}
    async with workplace.open() as work:
        await work.program.parts.updates.check()
        assert str(work.program.parts.updates.state.version) == VERSION
        assert work.program.parts.resolution.settings.update_allow_back
    switched_on |= {"update.root": "0" * 64}
    async with workplace.open() as work:
        await work.program.parts.updates.check()
        assert work.program.parts.updates.state is None


async def test_it_is_fetched_in_the_policy_s_hours_while_the_doctor_works(workplace, switched_on):
    now = dt.datetime.now().astimezone()
    later = now + dt.timedelta(hours=2)
    hours = f"{later:%H:%M}-{later + dt.timedelta(hours=1):%H:%M}"
    switched_on |= {"update.mode": "stage", "update.hours": hours}
    async with workplace.open() as work:
        await work.program.parts.updates.check()
        assert not work.program.parts.updates.state.staged
    del switched_on["update.hours"]
    async with workplace.open() as work:
        work.program.parts.updates._last_transfer = -TRANSFER_SECONDS
        await work.program.parts.updates.check()
        assert work.program.parts.updates.state.staged
        assert list(workplace.folders.cache.glob(f"updates/staged/targets/*.{ENDING}"))
