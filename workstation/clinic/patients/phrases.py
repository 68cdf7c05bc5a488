"""What patients and colleagues say, by what the matter is and by what they were asked."""

import json
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from workstation.clinic.resources import FOLDER

FILE: Final = FOLDER / "patients.json"


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of complaint: what is said about it, what is photographed, what is spoken."""

    keywords: tuple[str, ...]
    news: tuple[str, ...]
    answers: tuple[str, ...]
    advice: tuple[str, ...]
    scene: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a doctor may ask, recognised by a word, and how it is answered."""

    keywords: tuple[str, ...]
    answers: tuple[str, ...]
    wants_picture: bool = False
    wants_report: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """The beginning of a new consultation."""

    text: str
    scene: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that is written for patients and colleagues."""

    topics: tuple[Topic, ...]
    otherwise: Topic
    questions: tuple[Question, ...]
    arrivals: tuple[Arrival, ...]

    def topic(self, complaint: str) -> Topic:
        """The topic with most of its words in the complaint."""
        best = max(self.topics, key=lambda topic: _count_matches(topic.keywords, complaint))
        return best if _count_matches(best.keywords, complaint) else self.otherwise

    def question(self, body: str) -> Question | None:
        """The question with most of its words in what was asked, if any."""
        best = max(self.questions, key=lambda question: _count_matches(question.keywords, body))
        return best if _count_matches(best.keywords, body) else None


class Deck:
    """Draws texts so that none comes twice until all have come."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._drawn: set[str] = set()

    def draw(self, texts: tuple[str, ...]) -> str:
        """One of the texts; raises IndexError if there are none."""
        fresh = [text for text in texts if text not in self._drawn]
        if not fresh:
            self._drawn.difference_update(texts)
            fresh = list(texts)
        drawn = self._chance.choice(fresh)
        self._drawn.add(drawn)
        return drawn


@cache
def phrases() -> Phrases:
    """The texts that come with the program."""
    written: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return Phrases(
        topics=tuple(_topic(entry) for entry in written["topics"]),
        otherwise=_topic(written["otherwise"]),
        questions=tuple(
            Question(
                tuple(entry["words"]),
                tuple(entry["answers"]),
                entry.get("wants_picture", False),
                entry.get("wants_report", False),
            )
            for entry in written["questions"]
        ),
        arrivals=tuple(Arrival(**entry) for entry in written["arrivals"]),
    )


def _topic(entry: dict[str, Any]) -> Topic:
    return Topic(
        keywords=tuple(entry["words"]),
        news=tuple(entry["news"]),
        answers=tuple(entry["answers"]),
        advice=tuple(entry["advice"]),
        scene=entry.get("scene", ""),
        voice=entry.get("voice", ""),
    )


def _count_matches(keywords: tuple[str, ...], text: str) -> int:
    return sum(keyword in text for keyword in keywords)
