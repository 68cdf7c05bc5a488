"""Guards against archives that lose entries and servers that lose live copies, to be taken away."""

from collections.abc import Callable

import pytest

from workstation.vault.archive import (
    cursors,
    forward_pages,
    gaps,
    ingest,
    loss_detection,
    newest_page,
)
from workstation.vault.archive.requests import PageRequest
from workstation.vault.conversation import message_identity


def believe_any_page_after_the_cursor(patch: pytest.MonkeyPatch) -> None:
    """Whatever is answered goes on from what is known, also if its archive lost that."""
    patch.setattr(forward_pages, "_fits", lambda _, __, ___, page: not page.unknown_anchor)


def ask_each_page_after_the_last_entry(patch: pytest.MonkeyPatch) -> None:
    """Pages do not overlap: what goes between two of them is not missed."""
    patch.setattr(
        forward_pages,
        "_next_request",
        lambda request, page: PageRequest(request.consultation_id, after=page.last),
    )


def move_the_cursor_by_an_unbroken_visit(patch: pytest.MonkeyPatch) -> None:
    """Live messages move the cursor once the archive was read up to the present in their visit."""
    live = ingest._apply_live

    def and_move(writer, arrived):
        live(writer, arrived)
        cursor = cursors.get(writer.connection, arrived.consultation_id)
        stored = message_identity.identify(writer.connection, arrived)
        if cursor is None or stored is None or not arrived.archive_id:
            return
        known = writer.connection, arrived.consultation_id, cursor.position
        if gaps.of_visit(*known) is None and stored.position > cursor.position:
            at = arrived.archive_id, stored.position, arrived.at_ms, cursor.archive_id
            cursors.put(writer.connection, arrived.consultation_id, cursors.Cursor(*at))

    patch.setattr(ingest, "_apply_live", and_move)


def call_a_page_joined_that_ends_on_something_known(patch: pytest.MonkeyPatch) -> None:
    """The newest page reaches what is proven when its oldest message is known."""
    open_gap_below = newest_page._open_gap_below

    def unless_stored(writer, consultation_id, low, page, cursor):
        oldest = [newest_page.place_of(writer, item) for item in page.items[:1]]
        is_joined = (
            oldest[0] is not None
            and writer.connection.execute(
                "SELECT 1 FROM message WHERE consultation_id = ? AND position < ?",
                (consultation_id, oldest[0]),
            ).fetchone()
        )
        return None if is_joined else open_gap_below(writer, consultation_id, low, page, cursor)

    patch.setattr(newest_page, "_open_gap_below", unless_stored)


def mark_nothing_that_an_archive_lost(patch: pytest.MonkeyPatch) -> None:
    """What is known and on no page any more stands wherever it comes to stand."""
    patch.setattr(loss_detection, "find_lost", lambda *_: [])
    patch.setattr(loss_detection, "mark_losses", lambda *_: None)


GUARDS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    believe_any_page_after_the_cursor,
    ask_each_page_after_the_last_entry,
    move_the_cursor_by_an_unbroken_visit,
    call_a_page_joined_that_ends_on_something_known,
    mark_nothing_that_an_archive_lost,
)

ONLY_ARCHIVED: dict[str, float] = {
    "rooms": 1,
    "cut": 0.01,
    "says": 0.0,
    "others_say": 0.1,
    "loses": 1.0,
    "forgiving": True,
    "indexes": False,
}
"""Nothing is heard live: only the archive tells what was said, and no answer tells what it lost."""

TELLING: dict[str, dict[str, float]] = {
    "believe_any_page_after_the_cursor": ONLY_ARCHIVED | {"prunes": 0.01},
    "ask_each_page_after_the_last_entry": ONLY_ARCHIVED | {"prunes_between": 0.3, "page": 2},
    "move_the_cursor_by_an_unbroken_visit": {"loses": 0.3, "others_say": 0.2, "crash": 0.4},
    "call_a_page_joined_that_ends_on_something_known": {
        "loses": 0.3,
        "prunes": 0.02,
        "others_say": 0.2,
    },
    "mark_nothing_that_an_archive_lost": {"restores": 0.01, "others_say": 0.1, "cut": 0.01},
}
"""As in ``sabotage``."""
