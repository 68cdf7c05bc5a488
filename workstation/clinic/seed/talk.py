"""The seeded conversations as rows of ``messages``."""

from collections.abc import Callable, Iterator
from typing import Final

from workstation.clinic.addresses import OWN
from workstation.clinic.seed.pictures import picture_address
from workstation.clinic.seed.stories import Story, StoryLine
from workstation.clinic.voices import voice_file

FIRST_TALK_PICTURE: Final = 50
Row = tuple[object, ...]


def message_rows(
    consultation_id: int,
    target: int,
    story: Story,
    member: Callable[[str], int],
    at: Callable[[int], int],
) -> Iterator[Row]:
    """Consultation, sender, kind, text, media address, epoch ms; oldest first."""
    for number, line in enumerate(story.talk, FIRST_TALK_PICTURE):
        kind, text, address = _content(consultation_id, target, line, number)
        yield consultation_id, member(line.speaker), kind, text, address, at(line.minutes)


def voice_address(key: str) -> str:
    """The stored address of a recording, absolute or relative by its key's length."""
    path = f"/media/voices/{voice_file(key)}"
    return path if len(key) % 3 == 0 else OWN + path


def _content(
    consultation_id: int, target: int, line: StoryLine, number: int
) -> tuple[str, str, str]:
    kind, _, name = line.content.partition(":")
    if kind == "voice":
        return "voice", "", voice_address(name)
    if kind == "picture":
        return "image", "", picture_address(consultation_id, target, name, number)
    return "text", line.content, ""
