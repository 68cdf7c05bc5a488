"""What each key of the policy does in a window in which a doctor is signed in."""

import logging
from collections.abc import Callable
from typing import Any

from tests.fakes.tray import Tray
from tests.journeys.conftest import Work
from tests.journeys.pages import cannot_align, opens_apart
from workstation.domain.address import WebAddress
from workstation.domain.documents import MEGABYTE, DocumentKind, DocumentRules
from workstation.domain.export import ExportChannel
from workstation.domain.im import ImServer
from workstation.session.desktop_notices import notice_rules
from workstation.store.waiting import WaitingLimits
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.strings import Language, language
from workstation.ui.kit.theme import Appearance, theme
from workstation.ui.shell.desktop_notifier import DesktopNotifier, program_icon
from workstation.ui.watermark.screen import ScreenWatermark

DAY_MS = 24 * 60 * 60 * 1000


def endpoint(work: Work, host: str) -> Any:
    """How an IM server of this name is reached."""
    return work.session.link_factory._addressing.endpoint(ImServer(host, 5443))


def room(work: Work) -> str:
    """The address of a consultation's room."""
    return str(work.session.link_factory.names.room_jid(7))


def limits(work: Work) -> Any:
    """From when on a waiting time is late and overdue."""
    return work.session.store.worklist.rules.follow_up


def keeps_in_tray(work: Work) -> bool:
    """Whether closing only puts the window away, on a desktop that has a tray."""
    notifier = work.main_window.frame.findChild(DesktopNotifier)
    notifier.tray = Tray(program_icon(), notifier)
    notifier.tray.show()
    return work.window.hides_on_close()


def may_fetch(work: Work, url: str) -> bool:
    """Whether a picture at this address may be fetched."""
    return work.session.media.library._origins.allows(WebAddress.parse(url))


def document_rules(work: Work) -> DocumentRules:
    """Which files may be sent and received."""
    return work.session.media.reader._rules


def takes_addresses(work: Work) -> bool:
    """Whether a new consultation takes the addresses of pictures."""
    work.active.queue.new.click()
    return bool(work.main_window.overlays.new_consultation.sheet.address.isVisible())


def rules(work: Work) -> Any:
    """Which notices the settings allow."""
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
