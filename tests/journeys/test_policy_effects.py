"""Every key of the policy has its effect in the window, not only in what is read.

A key without an entry in one of the tables fails the first test: declare it, and show what it does.
"""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.authority import Authority
from tests.fakes.http_server import json_answer, serving
from tests.fakes.tray import Tray
from tests.journeys.conftest import Work, until
from tests.journeys.pages import cannot_align, opens_apart, sign_in_page
from tests.ui.fresh import words_of_the_window
from workstation.config import BY_KEY
from workstation.domain.address import WebAddress
from workstation.domain.documents import MEGABYTE, DocumentKind, DocumentRules
from workstation.domain.errors import ConfigurationError
from workstation.domain.export import ExportChannel
from workstation.domain.im import ImServer
from workstation.session.desktop_notices import notice_rules
from workstation.session_lifecycle import open_session
from workstation.store.waiting import WaitingLimits
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.snack_bar import SnackText
from workstation.ui.kit.strings import Language, error_text, language
from workstation.ui.kit.theme import Appearance, theme
from workstation.ui.shell.desktop_notifier import DesktopNotifier, program_icon
from workstation.ui.watermark.screen import ScreenWatermark

DAY_MS = 24 * 60 * 60 * 1000
REFUSED = json_answer({"success": False, "code": 500, "message": "还不行"})


def endpoint(work: Work, host: str) -> Any:
    return work.session.link_factory._addressing.endpoint(ImServer(host, 5443))


def room(work: Work) -> str:
    return str(work.session.link_factory.names.room_jid(7))


def limits(work: Work) -> Any:
    return work.session.store.worklist.rules.follow_up


def keeps_in_tray(work: Work) -> bool:
    """Whether closing only puts the window away, on a desktop that has a tray."""
    notifier = work.main_window.frame.findChild(DesktopNotifier)
    notifier._tray = Tray(program_icon(), notifier)
    notifier._tray.show()
    return work.window.hides_on_close()


def may_fetch(work: Work, url: str) -> bool:
    return work.session.media.library._origins.allows(WebAddress.parse(url))


def document_rules(work: Work) -> DocumentRules:
    return work.session.media.reader._rules


def settings_page(work: Work) -> Any:
    work.main_window.frame.show_page("settings")
    return work.main_window.frame.page("settings")


def takes_addresses(work: Work) -> bool:
    work.active.queue.new.click()
    return bool(work.main_window.overlays.new_consultation.sheet.address.isVisible())


def locked_on(page: Any) -> set[str]:
    return {key for key, row in page.rows.items() if row.locked}


def notices(work: Work) -> list[str]:
    return [text.accessibleName() for text in work.window.findChildren(SnackText)]


def rules(work: Work) -> Any:
    return notice_rules(work.program.parts.resolution.settings)


# What the administrator sets, and what is true then of a window in which a doctor is signed in.
SIGNED_IN: dict[str, tuple[Any, Callable[[Work], object]]] = {
    "media.origins": (
        ["https://media.hospital.example"],
        lambda work: (
            may_fetch(work, "https://media.hospital.example/a.jpg")
            and not may_fetch(work, "https://elsewhere.example/a.jpg")
        ),
    ),
    "im.domain": (
        "im.hospital.example",
        lambda work: work.session.link_factory.names.domain == "im.hospital.example",
    ),
    "im.path": ("/other", lambda work: endpoint(work, "h.example").url.endswith("/other")),
    "im.room_name": ("room-{id}", lambda work: room(work).startswith("room-7@")),
    "im.room_service": (
        "rooms.{domain}",
        lambda work: room(work).endswith("@rooms.im.hospital.example"),
    ),
    "im.plain_hosts": (
        ["10.9.8.7"],
        lambda work: (
            not endpoint(work, "10.9.8.7").encrypted and endpoint(work, "10.9.8.8").encrypted
        ),
    ),
    "im.weakest_mechanism": (
        "SCRAM-SHA-512",
        lambda work: work.session.link_factory._weakest_allowed() == "SCRAM-SHA-512",
    ),
    "im.fast": (False, lambda work: work.session.link_factory._quick is None),
    "data.retention_days": (
        7,
        lambda work: work.session.lists.retention._retention_ms == 7 * DAY_MS,
    ),
    "waiting.amber": (7, lambda work: limits(work) == WaitingLimits.of_minutes(7, 9)),
    "waiting.red": (9, lambda work: limits(work) == WaitingLimits.of_minutes(7, 9)),
    "waiting.first_answer": (
        18,
        lambda work: work.session.store.worklist.rules.first == WaitingLimits.of_minutes(14, 18),
    ),
    "waiting.courtesies": (
        ["merci"],
        lambda work: work.session.store.worklist.rules.courtesies.consist("Merci!"),
    ),
    "consultations.picture_addresses": (True, takes_addresses),
    "messages.amend_minutes": (5, lambda work: work.session.messaging.amendments.minutes == 5),
    "notes.enabled": (
        False,
        lambda work: "note" not in work.active.conversation.head.offered_actions(),
    ),
    "handover.enabled": (False, lambda work: not work.session.account.handover.allowed),
    "photos.read_text": (False, lambda work: not work.session.media.texts.offered),
    "files.kinds": (["pdf"], lambda work: document_rules(work).kinds == {DocumentKind.PDF}),
    "files.max_megabytes": (3, lambda work: document_rules(work).max_bytes == 3 * MEGABYTE),
    "notifications.enabled": (False, lambda work: not rules(work).enabled),
    "notifications.content": (True, lambda work: rules(work).with_content),
    "notifications.sound": (True, lambda work: rules(work).with_sound),
    "notifications.quiet_hours": (
        "22:00-07:00",
        lambda work: str(rules(work).quiet) == "22:00-07:00",
    ),
    "window.close_to_tray": (True, keeps_in_tray),
    "window.start_minimised": (True, lambda work: work.window.isMinimized()),
    "ui.language": ("en", lambda work: language() is Language.EN and work.active.queue.isVisible()),
    "ui.theme": ("dark", lambda _work: theme.appearance is Appearance.DARK),
    "ui.text_size": (130, lambda _work: theme.text_size == 130),
    "ui.reduced_motion": (True, lambda _work: theme.duration(200) == 0),
    "viewer.own_window": (True, opens_apart),
    "viewer.align": (False, cannot_align),
    "screen.watermark": (True, lambda work: work.window.findChild(ScreenWatermark).isVisible()),
    **{
        f"export.{channel.value}": (
            "deny",
            lambda _work, channel=channel: export_rules.denial(channel) != "",
        )
        for channel in ExportChannel
    },
    "log.level": ("debug", lambda _work: logging.getLogger("workstation").level == logging.DEBUG),
}
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


async def test_what_is_set_while_a_doctor_s_data_open_holds_too(workplace, policy, monkeypatch):
    async with workplace.open(sign_in=False) as work:

        async def open_meanwhile(*parts):
            session = await open_session(*parts)
            policy["messages.amend_minutes"] = 5
            await work.program.parts.settings_reload._reload()
            return session

        monkeypatch.setattr("workstation.session_run.open_session", open_meanwhile)
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
