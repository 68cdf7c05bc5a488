"""Whether what is shown of a room at last is what its archive has: each line in its last words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from tests.simulation import amendments, placement
from tests.simulation.amendments import Said
from tests.simulation.people import ME
from tests.simulation.placement import Line
from workstation.domain.changes import Timeline
from workstation.domain.message import Amending, Message, SpeakerRole

UNREADABLE = "", ""


def whole(by_id: Mapping[str, Said], timeline: Timeline, contents: Mapping[str, str]) -> list[str]:
    """All that was archived is shown, in its order and as it was corrected last."""
    expected = [UNREADABLE if each.line.poison else (name, each.text)
                for name, each in by_id.items()]  # fmt: skip
    actual = [(each.origin_id, _archived_text(each, contents, by_id)) for each in timeline.messages]
    wrong = [] if actual == expected else [f"shown {_difference(actual, expected)}"]
    settled = [each for each in timeline.messages if each.amending is Amending.NOTHING]
    for each in settled:
        line = by_id.get(each.origin_id)
        if line and [*each.earlier] != line.earlier:
            wrong.append(f"said before {each.earlier} instead of {line.earlier}")
        if line and each.retracted != line.withdrawn:
            wrong.append(f"withdrawn here or there: {each.origin_id}")
    return wrong


def after_losses(
    archive: Sequence[Line],
    remaining: Sequence[Line],
    timeline: Timeline,
    unknowable: Collection[str],
) -> list[str]:
    """All that the archive still has is shown; what it lost is shown, or a mark stands there."""
    there = {each.origin_id for each in timeline.messages}
    targets = amendments.named(archive)
    lines = (each for each in remaining if not (each.poison or amendments.retracts(each)))
    wrong = [
        f"not shown: {each.origin_id}"
        for each in lines
        if amendments.shown_as(each.origin_id, targets, there) not in there
    ]
    has = {each.origin_id for each in remaining}
    return wrong + placement.unmarked(
        archive, timeline, has, amendments.unseen(archive).union(unknowable)
    )


def attributed(
    archive: Sequence[Line], messages: Sequence[Message], gone: Collection[str] = ()
) -> list[str]:
    """Each message stands under the one who said it.

    One of whom nobody knew when it came may stay unverified where the archive lost its copy, by
    these ``gone`` archive ids, before that could tell.
    """
    lost = {line.origin_id for line in archive if gone and line.archive_id in gone}
    speakers = {line.origin_id: line.member_id for line in archive} | {"": None}
    return [
        f"wrong speaker: {each.text}"
        for each in messages
        if not (each.speaker.role is SpeakerRole.UNVERIFIED and each.origin_id in lost)
        if each.speaker.member_id != speakers.get(each.origin_id)
        or (each.speaker.role is SpeakerRole.ME) != (each.speaker.member_id == ME)
    ]


def words(message: Message) -> str:
    """What is shown of a message: its text, its file's address, or the name of its file."""
    file = message.attachment
    return message.text if file is None else file.url or file.name or ""


def _archived_text(message: Message, contents: Mapping[str, str], by_id: Mapping[str, Said]) -> str:
    """As its archive has it; files that nobody shared here have no words.

    What the doctor changed and the room refused is not the archive's.
    """
    if message.amending is not Amending.NOTHING and message.origin_id in by_id:
        return by_id[message.origin_id].text
    return words(message) if words(message) in contents else message.text


def _difference(actual: list, expected: list) -> str:
    missing = [text for _, text in expected if (_, text) not in actual]
    extra = Counter(actual) - Counter(expected)
    order = "order differs" if not missing and not extra else ""
    return f"missing {missing[:5]} extra {list(extra)[:5]} {order}"
