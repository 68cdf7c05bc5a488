"""A catch-up and an outbox that each have the line for themselves."""

from collections.abc import Callable, Collection

from workstation.base.clock import Clock
from workstation.domain.commands import Command
from workstation.domain.ids import ConsultationId
from workstation.services.catch_up import CatchUp
from workstation.services.outbox import GRACE_SECONDS, Outbox, OutboxLink, Upload
from workstation.services.retrying_vault import RetryingVault
from workstation.services.under_way import UnderWay


def catch_up_alone(
    post: Callable[[Command], None],
    on_caught_up: Callable[[Collection[ConsultationId]], None],
    clock: Clock,
    messages: Callable[[], UnderWay] = lambda: UnderWay.NOTHING,
) -> CatchUp:
    """One beside which no message waits for the line."""
    return CatchUp(post, on_caught_up, clock, messages=messages, on_line_freed=lambda: None)


def outbox_alone(vault: RetryingVault, link: OutboxLink, upload: Upload) -> Outbox:
    """One beside which no page waits for the line."""
    return Outbox(
        vault,
        link,
        upload,
        GRACE_SECONDS,
        pages=lambda: UnderWay.NOTHING,
        on_line_freed=lambda: None,
    )
