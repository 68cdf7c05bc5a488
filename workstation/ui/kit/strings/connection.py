"""Why there is no connection, in a sentence with a next step."""

from workstation.domain.errors import WorkstationError
from workstation.ui.kit.strings.catalogue import has_text, tr
from workstation.ui.kit.strings.errors import error_text, shorten_server_text

TRIED_AGAIN = {"network", "network.unreachable", "network.deadline", "network.dropped"}
"""After these there is nothing to do but to try again, which the program does."""


def connection_text(error: WorkstationError) -> str:
    """Sentence and next step of the error that keeps the session from its server.

    For some errors the banner has words of its own: while the program tries again by itself, "try
    again" is no next step, and a server that cannot be reached is the message server here, unless
    the error names a call of the platform: then its own words say what happened.
    """
    text = error_text(error)
    own = f"banner.reason.{text.code}"
    what, then = text.what, text.next
    if not error.call and has_text(f"{own}.what"):
        what, then = tr(f"{own}.what"), tr(f"{own}.next")
    elif text.code in TRIED_AGAIN:
        then = tr(f"{own}.next")
    if text.server_text:
        server_text = tr("banner.said", said=shorten_server_text(text.server_text))
        then = tr("errors.joined", what=server_text, next=then)
    return tr("errors.joined", what=what, next=then)
