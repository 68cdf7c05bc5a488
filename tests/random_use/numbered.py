"""Pictures of which there are none like them: each is known by its size wherever it turns up."""

import itertools
import json
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from PySide6.QtGui import QImage

from tests.random_use import tokens
from tests.random_use.journal import Journal
from tests.ui.composer.fakes import painted
from workstation.ui.composer.tray_wiring import TrayWiring
from workstation.vault.unsent import drafts, failures, own_amendments

if TYPE_CHECKING:
    import apsw

WIDTHS = 61, 613, 1213
"""Small, large and larger ones; none is so large that it is made smaller before it is sent."""
HIGHER_BY = 7
MAX_OF_A_WIDTH = 500
_SIZE = re.compile(r"<(width|height)[^>]*>(\d+)</")
_IN_OUTBOX = "SELECT file_id FROM outbox WHERE origin_id = ? AND file_id IS NOT NULL"
_IN_MESSAGES = "SELECT attachment FROM message WHERE origin_id = ? AND attachment IS NOT NULL"


class NumberedPictures:
    """``paint`` makes the next one, and notes for whom it is."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._numbers = itertools.count(journal.count("pasted"))

    def paint(self, room: int, *, durable: bool) -> QImage:
        """A picture that was never given before."""
        number = next(self._numbers)
        self._journal.note("pasted", token=tokens.picture(number), room=room, durable=durable)
        width = WIDTHS[number % len(WIDTHS)] + number // len(WIDTHS)
        return painted("#205060", width).scaled(width, width + HIGHER_BY)


def of_size(width: object, height: object) -> set[str]:
    """The one picture of a size, if it is one of these."""
    if not isinstance(width, int) or not isinstance(height, int) or height - width != HIGHER_BY:
        return set()
    return {
        tokens.picture((width - least) * len(WIDTHS) + place)
        for place, least in enumerate(WIDTHS)
        if least <= width < least + MAX_OF_A_WIDTH
    }


def in_stanza(stanza: str) -> set[str]:
    """The one that a message of an archive brings."""
    size = {name: int(number) for name, number in _SIZE.findall(stanza)}
    return of_size(size.get("width"), size.get("height"))


def in_attachment(attachment: str | None) -> set[str]:
    """The one that a stored message has."""
    known = json.loads(attachment) if attachment else {}
    return of_size(known.get("width"), known.get("height")) if isinstance(known, dict) else set()


def in_files(connection: "apsw.Connection", names: list[str]) -> set[str]:
    """Those among files that a database holds for drafts and unsent messages."""
    pictures: set[str] = set()
    for name in names:
        query = "SELECT width, height FROM file WHERE file_id = ?"
        pictures.update(*(of_size(*size) for size in connection.execute(query, (name,))))
    return pictures


def note_pictures(stack: ExitStack, journal: Journal, wrap: Any) -> None:
    """Note what a draft takes in, and what the doctor takes out of it or back."""
    adding = _noting_outcome(journal, TrayWiring._add)
    stack.enter_context(patch.object(TrayWiring, "_add", adding))
    wrap(stack, drafts, "add_file", _coming(journal))
    wrap(stack, drafts, "remove_file", _removing(journal))
    wrap(stack, drafts, "discard", _discarding(journal))
    for module, name in ((own_amendments, "withdraw"), (failures, "discard")):
        wrap(stack, module, name, _taking_back(journal, name))


def _noting_outcome(journal: Journal, add: Any) -> Any:
    """The tray's own taking in, and why it took a picture not."""

    async def added(tray: TrayWiring, room: Any, content: bytes) -> str:
        size = QImage.fromData(content).size()
        given = of_size(size.width(), size.height())
        reason: str = await add(tray, room, content)
        for token in given:
            journal.note("refused in sight" if reason else "taken in", token=token, room=int(room))
        return reason

    return added


def _coming(journal: Journal) -> Any:
    def note(*args: Any) -> None:
        width, height = args[-2]
        journal.note("came", answers=sorted(of_size(width, height)))

    return note


def _removing(journal: Journal) -> Any:
    def note(connection: "apsw.Connection", _room: object, file_id: str, *_: object) -> None:
        gone = in_files(connection, [file_id])
        journal.note("thrown", by="a picture taken out", answers=sorted(gone))

    return note


def _discarding(journal: Journal) -> Any:
    def note(connection: "apsw.Connection", room: Any) -> None:
        gone = in_files(connection, list(drafts.get(connection, room).files))
        journal.note("thrown", by="a draft discarded", answers=sorted(gone))

    return note


def _taking_back(journal: Journal, name: str) -> Any:
    def note(connection: "apsw.Connection", *args: Any) -> None:
        origin_id = args[0] if name == "discard" else args[1]
        rows = connection.execute(_IN_OUTBOX, (origin_id,)).fetchall()
        gone = in_files(connection, [str(file_id) for (file_id,) in rows])
        sent = connection.execute(_IN_MESSAGES, (origin_id,)).fetchall()
        gone.update(*(in_attachment(attachment) for (attachment,) in sent))
        journal.note("thrown", by=f"{name} of a picture", answers=sorted(gone))

    return note
