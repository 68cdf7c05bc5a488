"""Why there is no connection, in a sentence with a next step."""

from workstation.domain.errors import WorkstationError
from workstation.ui.kit.strings.catalogue import known, tr
from workstation.ui.kit.strings.errors import error_text

LONGEST_SAID = 120


def connection_text(error: WorkstationError) -> str:
    """Sentence and next step of the error that keeps the session from its server.

    For some errors the banner has words of its own: while the program tries again by itself, "try
    again" is no next step, and a server that cannot be reached is the message server here, unless
    the error names a call of the platform.
    """
    text = error_text(error)
    own = f"banner.reason.{text.code}"
    if not error.call and known(f"{own}.what"):
        what, then = tr(f"{own}.what"), tr(f"{own}.next")
    else:
        what, then = text.what, text.next
    if text.said:
        then = tr("errors.joined", what=tr("banner.said", said=_short(text.said)), next=then)
    return tr("errors.joined", what=what, next=then)


def _short(said: str) -> str:
    line = " ".join(said.split()).rstrip("。.")
    return line if len(line) <= LONGEST_SAID else f"{line[: LONGEST_SAID - 1]}…"
