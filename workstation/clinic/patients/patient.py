"""How a scripted patient takes part in one consultation."""

from random import Random
from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.content import SharedFile
from workstation.clinic.patients.participant import Participant
from workstation.clinic.patients.phone_media import PhoneMedia
from workstation.clinic.patients.phrases import Deck, Topic, phrases
from workstation.clinic.patients.schedule import Action, Schedule
from workstation.xmpp.jid import Jid
from workstation.xmpp.replies import Reply, read_reply
from workstation.xmpp.xml import Element, child, text

SEEN_SECONDS: Final = (0.8, 2.2)
THINK_SECONDS: Final = (0.8, 2.0)
CHARACTERS_PER_SECOND: Final = 9.0
TYPING_SECONDS: Final = (1.5, 6.0)
VOICE_CHANCE: Final = 0.2
PICTURE_CHANCE: Final = 0.2
HESITATION_CHANCE: Final = 0.25
QUOTING_ANSWER: Final = 3
"""Each so many answers quote what they answer."""


class Patient:
    """Reads what the doctors write, types, answers; sometimes has news of its own."""

    def __init__(
        self,
        participant: Participant,
        topic: Topic,
        phone_media: PhoneMedia,
        schedule: Schedule,
        chance: Random,
    ) -> None:
        self.participant = participant
        self._topic = topic
        self._phone_media = phone_media
        self._schedule = schedule
        self._chance = chance
        self._deck = Deck(chance)
        self._turn = self._answers = 0
        self._busy = False

    def read(self, message: Element) -> None:
        """Read what a doctor wrote; the answer is to the last of several messages in a row."""
        body = text(message, names.BODY)
        stanza_id = child(message, names.STANZA_ID)
        if body is None or stanza_id is None:
            return
        self._turn += 1
        turn, seen_after = self._turn, self._chance.uniform(*SEEN_SECONDS)
        self._schedule.call_later(
            seen_after, lambda: self._mark_displayed(turn, stanza_id.get("id", ""))
        )
        answered_after = seen_after + self._chance.uniform(*THINK_SECONDS)
        _, words, _ = read_reply(message, body)
        reply = Reply(stanza_id.get("id", ""), words, Jid(message.get("from", "")))
        self._schedule.call_later(answered_after, lambda: self._answer(turn, reply))

    def bring_news(self) -> None:
        """Say something unasked."""
        if self._busy:
            return
        file = self._file(PICTURE_CHANCE, VOICE_CHANCE)
        if file is not None:
            self._type_then(2.0, lambda: self.participant.share(file))
            return
        self._type(self._deck.draw(self._topic.news))

    def _mark_displayed(self, turn: int, stanza_id: str) -> None:
        if turn == self._turn:
            self.participant.mark_displayed(stanza_id)

    def _answer(self, turn: int, reply: Reply) -> None:
        if turn != self._turn or self._busy:
            return
        question = phrases().question(reply.excerpt)
        self._answers += 1
        quoted = None if self._answers % QUOTING_ANSWER else reply
        self._type(self._deck.draw(question.answers if question else self._topic.answers), quoted)
        file: SharedFile | None
        wants_picture = question is not None and question.wants_picture
        if question is not None and question.wants_report:
            file = self._phone_media.report()
        else:
            file = self._file(float(wants_picture), 0.0 if question else VOICE_CHANCE)
        if file is not None:
            self._schedule.call_later(TYPING_SECONDS[1] + 2.0, lambda: self.participant.share(file))

    def _type(self, sentence: str, reply: Reply | None = None) -> None:
        low, high = TYPING_SECONDS
        seconds = min(high, max(low, len(sentence) / CHARACTERS_PER_SECOND))
        self._type_then(seconds, lambda: self.participant.say(sentence, reply))

    def _type_then(self, seconds: float, send: Action) -> None:
        self._busy = True
        self.participant.compose()
        if self._chance.random() < HESITATION_CHANCE:
            self._schedule.call_later(seconds / 3, self.participant.pause)
            self._schedule.call_later(seconds / 2, self.participant.compose)
        self._schedule.call_later(seconds, lambda: self._finish(send))

    def _finish(self, send: Action) -> None:
        self._busy = False
        send()

    def _file(self, picture_chance: float, voice_chance: float) -> SharedFile | None:
        if self._topic.scene and self._chance.random() < picture_chance:
            return self._phone_media.picture(self._topic.scene)
        if self._topic.voice and self._chance.random() < voice_chance:
            return self._phone_media.voice(self._topic.voice)
        return None
