"""How a scripted doctor of the team takes part: seldom, with advice on the matter."""

from random import Random
from typing import Final

from workstation.clinic.patients.participant import Participant
from workstation.clinic.patients.phrases import Deck, Topic
from workstation.clinic.patients.schedule import Schedule

TYPING_SECONDS: Final = 4.0


class Colleague:
    """One doctor in one room; joins when there is something to say."""

    def __init__(
        self, participant: Participant, topic: Topic, schedule: Schedule, chance: Random
    ) -> None:
        self.participant = participant
        self._topic = topic
        self._schedule = schedule
        self._deck = Deck(chance)

    def advise(self) -> None:
        """Type for a moment, then say one sentence of advice."""
        sentence = self._deck.draw(self._topic.advice)
        self.participant.join()
        self.participant.compose()
        self._schedule.call_later(TYPING_SECONDS, lambda: self.participant.say(sentence))
