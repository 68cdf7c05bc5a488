"""The guard before a reply goes: reasons to ask once, each said in the composer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from workstation.domain.consultation import Consultation
from workstation.domain.guards import Doubts, Moment, just_switched, named_others
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.message_kinds import ByKind
from workstation.domain.value import Value
from workstation.ui.kit.strings import formats, tr
from workstation.ui.shell.signed_in import SignedIn

MAX_ANSWER_CHARACTERS = 120
"""Characters of a colleague's answer that are shown."""

MAX_ANSWERS = 2
KIND_KEYS = ByKind(
    text="",
    image="composer.guard.image",
    voice="composer.guard.voice",
    file="composer.guard.file",
)
"""What stands for an answer without words: keys of the catalogue."""


class Agreement(Value):
    """What the doctor has said yes to: these words, here, in spite of these names."""

    consultation_id: ConsultationId
    text: str
    named: tuple[str, ...]


class PendingQuestion(Value):
    """What the question on the screen is about; ``text`` is ``None`` for a voice."""

    consultation: Consultation
    text: str | None
    doubts: Doubts
    retry: Callable[[], None]


class SendGuard:
    """Knows since when a consultation is open, and what was agreed to already."""

    def __init__(self, signed_in: SignedIn) -> None:
        self._signed_in = signed_in
        self._last: int | None = None
        self._switched_ms: int | None = None
        self._agreements: frozenset[Agreement] = frozenset()
        self._begun: dict[ConsultationId, Moment] = {}

    def on_opened(self, consultation_id: ConsultationId) -> None:
        """Note that this consultation is shown now; the very first counts as no switch."""
        if self._last is not None and self._last != consultation_id:
            self._switched_ms = self._now_ms()
        self._last, self._agreements = consultation_id, frozenset()

    def agree(self, consultation: Consultation, text: str, doubts: Doubts) -> None:
        """Note that the doctor wants this sent as it is, so that it is not asked again."""
        self.agree_to_all([(consultation, text, doubts)])

    def agree_to_all(self, doubtful: Iterable[tuple[Consultation, str, Doubts]]) -> None:
        """Note that the doctor wants each of these sent as it is."""
        self._switched_ms = None
        self._agreements = frozenset(
            Agreement(consultation.consultation_id, text, doubts.named)
            for consultation, text, doubts in doubtful
        )

    async def note_begun(self, *consultation_ids: ConsultationId) -> None:
        """Note that something without a draft begins now: a voice, a summary, a handover."""
        drafting = self._signed_in.messaging.drafting
        self._begun |= await drafting.mark_moments(consultation_ids)

    def has_just_switched(self) -> bool:
        """Whether the open consultation was opened a moment ago."""
        return just_switched(self._switched_ms, self._now_ms())

    async def doubts(
        self,
        consultation: Consultation,
        text: str,
        *,
        is_draft: bool = True,
        switched: bool | None = None,
    ) -> Doubts:
        """Reasons to ask before this goes there; ``switched`` is as it was when Enter was pressed.

        Answers count since the draft was begun, to what is no draft since ``note_begun``. They
        count as told from here on; those to a draft only where it is still open.
        """
        switched = self.has_just_switched() if switched is None else switched
        consultation_id = consultation.consultation_id
        answers = self._since_draft if is_draft else self._since_begun
        doubts = Doubts(
            switched=switched,
            named=named_others(text, consultation, self._others()),
            answers=await answers(consultation_id),
        )
        if Agreement(consultation.consultation_id, text, doubts.named) in self._agreements:
            doubts = replace(doubts, named=(), switched=False)
        return doubts

    async def _since_draft(self, consultation_id: ConsultationId) -> tuple[Message, ...]:
        drafting = self._signed_in.messaging.drafting
        answers = await drafting.read_answers(consultation_id)
        if answers and consultation_id == self._last:  # else nobody sees the question
            await drafting.note_answers(consultation_id)
        return answers

    async def _since_begun(self, consultation_id: ConsultationId) -> tuple[Message, ...]:
        began = self._begun.get(consultation_id)
        if began is None:
            return ()
        answers = await self._signed_in.messaging.drafting.read_answers_since(
            consultation_id, began
        )
        if answers:
            await self.note_begun(consultation_id)
        return answers

    def _others(self) -> Iterator[Consultation]:
        return (row.consultation for row in self._signed_in.store.worklist.rows())

    def _now_ms(self) -> int:
        return round(self._signed_in.clock.monotonic() * 1000)


def sentences(doubts: Doubts, consultation: Consultation, now_ms: int) -> list[str]:
    """The question in words, the gravest reason first."""
    target = consultation.patient_name or tr("queue.no_name")
    lines = []
    if doubts.named:
        names = tr("composer.guard.between").join(doubts.named)
        lines.append(tr("composer.guard.named", names=names, target=target))
    if doubts.switched:
        lines.append(tr("composer.guard.switched", target=target))
    if doubts.answers:
        lines.append(tr("composer.guard.answered", count=len(doubts.answers)))
        lines += [_answer(message, now_ms) for message in doubts.answers[-MAX_ANSWERS:]]
    return lines


def _answer(message: Message, now_ms: int) -> str:
    name = message.speaker.name or tr("composer.guard.colleague")
    time = formats.past_time(message.at_ms, now_ms)
    key = KIND_KEYS.of(message.kind)
    words = tr(key) if key else formats.beginning(message.text, MAX_ANSWER_CHARACTERS)
    return tr("composer.guard.answer", who=name, time=time, words=words)
