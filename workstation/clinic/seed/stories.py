"""The seed's consultations as they are written down, times in minutes before the seeding."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from workstation.clinic.drawing.order import seeded
from workstation.clinic.resources import SEED

DAY: Final = 24 * 60
YEAR: Final = 365 * DAY
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏"
)
_GIVEN: Final = (
    "子轩浩宇欣怡梓涵雨泽诗琪俊熙可馨沐辰若汐嘉懿思源语桐铭泽书瑶"
    "安琪明哲芷若天佑乐怡星辰晨曦佳宁予希慕言清和知行云舒亦凡"
)
_PARENT: Final = "芳伟敏静磊洋艳勇杰娟涛明超霞平刚丽强军玲斌燕辉倩"


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One message: who says what; ``voice:KEY`` and ``picture:SCENE`` stand for media.

    A flaw may stand behind the scene: ``picture:papules/blurred``.
    """

    minutes: int
    speaker: str
    content: str


@dataclass(frozen=True, slots=True)
class Story:
    """One consultation; ``lasted`` is the minutes until its end, None while it is open."""

    about: str
    by: str
    team: int
    minutes: int
    text: str = ""
    voice: str = ""
    kind: str = "text"
    scene: str = ""
    pictures: int = 0
    talk: tuple[StoryLine, ...] = ()
    lasted: int | None = None
    status: str = ""


def people() -> dict[str, Any]:
    """The hospital, its doctors and teams."""
    content: dict[str, Any] = json.loads((SEED / "people.json").read_text("utf-8"))
    return content


def in_process() -> list[Story]:
    """The open consultations as written."""
    return [_story(entry) for entry in _entries("in_process.json")]


def history() -> list[Story]:
    """The ended consultations as written."""
    return [_end(_story(entry), place) for place, entry in enumerate(_entries("history.json"))]


def extend(written: list[Story], count: int, within: int) -> list[Story]:
    """``count`` stories: the written ones first, then retold ones of other people.

    ``within`` is how many minutes back the retold ones may lie.
    """
    chance = seeded(f"retold {len(written)} {within}")
    retold = (_retell(chance, chance.choice(written), within) for _ in range(count - len(written)))
    return [*written[:count], *retold]


def _entries(name: str) -> Iterator[dict[str, Any]]:
    yield from json.loads((SEED / name).read_text("utf-8"))


def _story(entry: dict[str, Any]) -> Story:
    scene, pictures = entry.get("pictures", ["", 0])
    days = entry.get("days", 0)
    return Story(
        about=entry["about"],
        by=entry["by"],
        team=entry["team"],
        minutes=entry.get("minutes", days * DAY),
        text=entry.get("text", ""),
        voice=entry.get("voice", ""),
        kind=entry.get("kind", "voice" if "voice" in entry else "text"),
        scene=scene,
        pictures=pictures,
        talk=tuple(StoryLine(*line) for line in entry.get("talk", [])),
        status=entry.get("status", ""),
    )


def _end(story: Story, place: int) -> Story:
    """The story ended at a time of day when people write, after some hours or days."""
    chance = seeded(f"ended {place}")
    minutes = story.minutes + chance.randrange(-6 * 60, 6 * 60)
    last_word = min((line.minutes for line in story.talk), default=minutes)
    lasted = max(chance.randrange(3 * 60, 3 * DAY), minutes - last_word + 30)
    return replace(story, minutes=minutes, lasted=min(lasted, minutes - 60))


def _retell(chance: Random, story: Story, within: int) -> Story:
    surname = chance.choice(_SURNAMES)
    start = chance.randrange(0, len(_GIVEN), 2)
    child = surname + _GIVEN[start : start + 2]
    parent = surname + chance.choice(_PARENT)
    minutes = chance.randrange(120, within)
    lasted = None if story.lasted is None else min(story.lasted, minutes - 60)
    return replace(
        story,
        about=child,
        by=child if story.about == story.by else parent,
        minutes=minutes,
        talk=(),
        lasted=lasted,
    )
