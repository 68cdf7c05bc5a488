"""Whether a simulated day shows what each answer answers."""

from collections.abc import Sequence

from tests.simulation.archive import Archived
from tests.simulation.placement import Line
from workstation.domain.message import Message


def misquoted(archive: Sequence[Line], messages: Sequence[Message]) -> list[str]:
    """What answers a message that is shown shows that one, in whatever order the two came."""
    entries = {each.archive_id: each for each in archive if isinstance(each, Archived)}
    answered = {each.origin_id: entries.get(each.quoted) for each in entries.values()}
    there = {each.origin_id for each in messages}
    wrong = []
    for each in messages:
        entry, quote = answered.get(each.origin_id), each.quote
        if entry is None or entry.marker or entry.origin_id not in there:
            continue
        held = None if quote is None else quote.message
        if held is None or held.origin_id != entry.origin_id:
            wrong.append(f"quotes something else: {each.text}")
    return wrong
