"""Whether a simulated day shows what each answer answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from tests.simulation import amendments
from tests.simulation.archive import Archived
from tests.simulation.placement import Line
from workstation.domain.message import Message


def misquoted(
    archive: Sequence[Line], messages: Sequence[Message], gone: Collection[str] = ()
) -> list[str]:
    """What answers a message that is shown shows that one, in whatever order the two came.

    An archive may have lost, unheard, the very entry that is named of a message said twice, or the
    correction by which a withdrawal that is named is one of a message that is shown.
    """
    entries = {each.archive_id: each for each in archive if isinstance(each, Archived)}
    answered = {each.origin_id: entries.get(each.quoted) for each in entries.values()}
    targets = amendments.named(archive)
    there = {each.origin_id for each in messages}
    lost = {each.origin_id for each in entries.values() if each.archive_id in gone}
    wrong = []
    for each in messages:
        entry, quote = answered.get(each.origin_id), each.quote
        if entry is None or entry.marker or entry.poison or each.retracted:
            continue
        name = amendments.shown_as(entry.origin_id, targets, there)
        between = set(amendments.chain(entry.origin_id, targets, there)) - there
        held = None if quote is None else quote.message
        if held is None and (entry.archive_id in gone or name not in there or between & lost):
            continue
        if held is None or held.origin_id != name:
            wrong.append(f"quotes something else: {each.text}")
    return wrong


def answered_otherwise(archive: Sequence[Line], quoted: Mapping[str, str]) -> Iterator[str]:
    """What answers something else in the archive than the doctor wanted, corrected or not."""
    entries = [each for each in archive if isinstance(each, Archived)]
    names = {each.archive_id: each.origin_id for each in entries} | {"": ""}
    roots = amendments.tied(archive)
    for each in entries:
        expected = quoted.get(roots.get(each.origin_id, each.origin_id), "")
        answered = names.get(each.reply, "")
        if not each.retracts and roots.get(answered, answered) != roots.get(expected, expected):
            yield f"answers {answered or 'nothing'} instead of {expected or 'nothing'}: {each.text}"
