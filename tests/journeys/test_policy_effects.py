"""Every key of the policy has its effect in the window, not only in what is read.

A key without an entry in one of the tables fails the first test: declare it, and show what it does.
"""

import re
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.fakes.authority import Authority
from tests.fakes.http_server import json_answer, serving
from tests.house.source import ROOT
from tests.journeys.conftest import Work, until
from tests.journeys.pages import sign_in_page
from tests.journeys.policy_effects import SIGNED_IN, rules
from tests.ui.fresh import words_of_the_window
from workstation.config import BY_KEY
from workstation.domain.errors import ConfigurationError
from workstation.program.session_lifecycle import open_session
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.snack_parts import SnackText
from workstation.ui.kit.strings import error_text

REFUSED = json_answer({"success": False, "code": 500, "message": "还不行"})


def settings_page(work: Work) -> Any:
    work.main_window.frame.show_page("settings")
    return work.main_window.frame.page("settings")


def locked_on(page: Any) -> set[str]:
    return {key for key, row in page.rows.items() if row.locked}


def notices(work: Work) -> list[str]:
    return [text.accessibleName() for text in work.window.findChildren(SnackText)]


AT_SIGN_IN = {
    "api.paths",
    "api.plain_hosts",
    "network.ca_file",
    "network.tls_names",
    "network.proxy",
}
ELSEWHERE = {
    "api.base": "test_policy.py",
    "locked": "test_a_setting_that_is_locked_cannot_be_changed_in_the_window",
    "screen.exclude_from_capture": "tests/ui/shell/test_capture_exclusion.py",
    "lock.idle_minutes": "tests/journeys/test_locking.py",
    "lock.max_tries": "tests/journeys/test_locking.py",
    "audit.keep_days": "tests/services/test_audit.py",
    "audit.forward": "tests/journeys/test_audit.py",
    **dict.fromkeys(
        (
            "update.mode",
            "update.repository",
            "update.root",
            "update.ring",
            "update.hours",
            "update.target_version",
            "update.allow_back",
        ),
        "tests/journeys/test_updates.py",
    ),
    "vault.key": "tests/journeys/test_code_policy.py",
    "vault.code_length": "tests/journeys/test_code_policy.py",
    "demo.allowed": "test_a_demo_that_is_not_allowed_says_so_in_the_window",
}


def test_every_key_of_the_policy_is_tried_in_the_window() -> None:
    assert {*SIGNED_IN, *AT_SIGN_IN, *ELSEWHERE} == set(BY_KEY)


@pytest.mark.qt_log_ignore("does not support raise")
async def test_what_is_set_holds_in_the_window_and_is_locked_on_its_page(workplace, policy):
    policy.update({key: value for key, (value, _) in SIGNED_IN.items()})
    async with workplace.open() as work:
        without_effect = [key for key, (_, holds) in SIGNED_IN.items() if not holds(work)]
        assert not without_effect
        page = settings_page(work)
        assert locked_on(page) == set(page.rows)
        assert set(page.rows) == {key for key, each in BY_KEY.items() if each.is_for_users} - {
            "api.base"
        }


def keys_by_moment() -> dict[str, set[str]]:
    """What the page for administrators says of when a key that changes holds, by its words."""
    page = (ROOT / "docs/policy.md").read_text(encoding="utf-8")
    at_once, at_start, *_ = page.split("holds **at once** for ")[1].split(";")
    moments = {"at once": at_once, "at the next start": at_start}
    return {
        moment: {
            key
            for name in re.findall(r"`([a-z_.*]+)`", words)
            for key in [each for each in BY_KEY if fnmatchcase(each, name)] or [f"no {name}"]
        }
        for moment, words in moments.items()
    }


@pytest.mark.qt_log_ignore("does not support raise")
async def test_what_the_page_says_holds_at_once_does_so_in_an_open_window(workplace, policy):
    at_once = keys_by_moment()["at once"]
    async with workplace.open() as work:
        policy.update({key: value for key, (value, _) in SIGNED_IN.items()})
        policy["screen.exclude_from_capture"] = True
        await work.program.parts.settings_reload._reload()
        held = {key for key, (_, holds) in SIGNED_IN.items() if holds(work)}
        assert export_rules.excludes_captures
        policy.clear()
        await work.program.parts.settings_reload._reload()
        held_after = {key for key, (_, holds) in SIGNED_IN.items() if holds(work)}
        assert not export_rules.excludes_captures
    assert held == at_once & {*SIGNED_IN}
    assert held_after <= {"viewer.own_window", "viewer.align"}  # the viewer that is still open
    assert at_once < {*BY_KEY}
    assert keys_by_moment()["at the next start"] == {
        "demo.allowed",
        "log.level",
        "vault.key",
        "window.start_minimised",
    }


async def test_what_is_set_while_a_doctor_s_data_open_holds_too(workplace, policy, monkeypatch):
    async with workplace.open(sign_in=False) as work:

        async def open_meanwhile(*parts):
            session = await open_session(*parts)
            policy["messages.amend_minutes"] = 5
            await work.program.parts.settings_reload._reload()
            return session

        monkeypatch.setattr("workstation.program.session_run.open_session", open_meanwhile)
        await work.sign_in()
        assert work.session.messaging.amendments.minutes == 5


async def test_a_setting_that_is_locked_cannot_be_changed_in_the_window(workplace, policy):
    policy["locked"] = ["notifications.sound"]
    async with workplace.open() as work:
        assert locked_on(settings_page(work)) == {"notifications.sound"}
        work.main_window.setting_picked.emit("notifications.sound", True)
        assert not rules(work).with_sound
        refusal = str(error_text(ConfigurationError()))
        await until(lambda: refusal in notices(work), "it is refused")
        work.main_window.setting_picked.emit("notifications.content", True)
        assert rules(work).with_content


async def refusal(work: Work, address: str) -> str:
    """What the page says of a sign-in there."""
    page = await sign_in_page(work)
    page.address.edited.emit("")  # forgets what was said before
    page.submitted.emit(address, "token", False)
    await until(lambda: page.error is not None)
    return type(page.error).__name__


async def test_the_paths_of_calls_are_asked(workplace, policy):
    policy["api.paths"] = {"doctor": "/v9/me"}
    async with serving(REFUSED) as server, workplace.open(sign_in=False) as work:
        assert await refusal(work, server.origin) == "Refused"
        assert server.received[0].target == "/v9/me"


async def test_a_host_without_encryption_is_asked_where_it_is_named(workplace, policy):
    policy["api.plain_hosts"] = ["named.invalid"]
    async with workplace.open(sign_in=False) as work:
        assert await refusal(work, "http://named.invalid") == "NameNotResolved"
        assert await refusal(work, "http://other.invalid") == "InputError"


async def test_the_proxy_is_asked(workplace, policy):
    async with serving(REFUSED) as proxy:
        policy.update({"network.proxy": proxy.origin, "api.plain_hosts": ["named.invalid"]})
        async with workplace.open(sign_in=False) as work:
            assert await refusal(work, "http://named.invalid") == "Refused"
        assert proxy.received[0].target.startswith("http://named.invalid/")


async def test_the_authority_and_the_names_in_certificates_are_trusted(workplace, policy, tmp_path):
    authority = Authority(tmp_path)
    tls = authority.server("im.hospital.example")
    async with serving(REFUSED, tls=tls) as server:
        async with workplace.open(sign_in=False) as work:
            assert await refusal(work, server.origin) == "TlsFailure"
        policy["network.ca_file"] = str(authority.path)
        async with workplace.open(sign_in=False) as work:
            assert await refusal(work, server.origin) == "TlsFailure"
        policy["network.tls_names"] = {"127.0.0.1": "im.hospital.example"}
        async with workplace.open(sign_in=False) as work:
            assert await refusal(work, server.origin) == "Refused"


NOT_ALLOWED = """
from workstation.settings import resolve, sources

layer = sources.SettingsLayer(sources.SettingsSource.POLICY_FILE, {"demo.allowed": False})
resolve.policy_file_layer = lambda _path: layer
"""


def test_a_demo_that_is_not_allowed_says_so_in_the_window(tmp_path):
    *words, status = words_of_the_window(NOT_ALLOWED, tmp_path, demo=True)
    assert "演示" in "".join(words)
    assert status == "2"
    assert not (tmp_path / "data" / "clinic").exists()
