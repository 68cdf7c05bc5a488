"""Messages as resources of kind Communication, and their changes as Provenance.

What a message said before a correction or a withdrawal is a Communication of its own, marked as
``entered-in-error``, to which the Provenance of the change leads. When a change was made is known
of the last one only.
"""

from collections.abc import Iterator, Mapping

from workstation.domain.evidence import PackageSource
from workstation.domain.message import Delivery, Message
from workstation.evidence.fhir.people import People
from workstation.evidence.fhir.values import TERMINOLOGY, Entries, Resource, absent, coded, moment
from workstation.evidence.originals import original_address

_STATUS = {
    Delivery.QUEUED: "preparation",
    Delivery.SENDING: "in-progress",
    Delivery.FAILED: "not-done",
}
IN_ERROR = "entered-in-error"


class Communications:
    """The messages of a document; ``originals`` are references to files by their addresses."""

    def __init__(
        self,
        source: PackageSource,
        entries: Entries,
        people: People,
        originals: Mapping[str, Resource],
    ) -> None:
        self._source, self._entries, self._people = source, entries, people
        self._originals = originals
        self._by_row: dict[object, Resource] = {}
        self.current: list[Resource] = []
        self.earlier: list[Resource] = []
        self.summary: Resource | None = None
        for message in (*source.conversation.messages, *source.conversation.unsent):
            self._add_message(message)

    def _add_message(self, message: Message) -> None:
        replaced = [
            self._add_earlier(message, text, number) for number, text in enumerate(message.earlier)
        ]
        reference = self._add_current(message, len(replaced))
        self._by_row[message.key] = reference
        self.current.append(reference)
        self.earlier += replaced
        if replaced or message.retracted:
            self._add_change(message, reference, replaced)
        if message.origin_id == self._source.summary_id and not message.retracted:
            self.summary = reference

    def _add_earlier(self, message: Message, text: str, version: int) -> Resource:
        """Add a text that the message had before; of these only the first has a time."""
        return self._add(
            message,
            version,
            status=IN_ERROR,
            reason="replaced by its sender",
            is_sent=not version and message.delivery not in _STATUS,
            payload=[{"contentString": text}] if text.strip() else [],
        )

    def _add_current(self, message: Message, version: int) -> Resource:
        """Add the message as it stands."""
        status, reason = _STATUS.get(message.delivery, "completed"), ""
        if message.retracted:
            status, reason = IN_ERROR, "withdrawn by its sender"
        elif message.unreadable:
            reason = "its content could not be had"
        quoted = message.quote.message if message.quote else None
        return self._add(
            message,
            version,
            status=status,
            reason=reason,
            is_sent=message.delivery not in _STATUS,
            payload=list(self._payload(message)),
            answered=self._by_row.get(quoted.key) if quoted else None,
        )

    def _add(  # noqa: PLR0913 - what differs between a message and what it was before
        self,
        message: Message,
        version: int,
        *,
        status: str,
        reason: str,
        is_sent: bool,
        payload: list[Resource],
        answered: Resource | None = None,
    ) -> Resource:
        return self._entries.add(
            "Communication",
            (
                self._source.consultation.consultation_id,
                message.speaker.member_id,
                message.origin_id,
                version,
            ),
            identifier=[{"value": message.origin_id}] if message.origin_id.strip() else None,
            inResponseTo=[answered] if answered else None,
            status=status,
            statusReason={"text": reason} if reason else None,
            subject=self._people.patient,
            encounter=self._people.encounter,
            sent=moment(message.at_ms, self._source.zone) if is_sent else None,
            sender=self._people.sender(message.speaker) or absent("unknown"),
            payload=payload,
        )

    def _payload(self, message: Message) -> Iterator[Resource]:
        if message.retracted:
            return
        address = original_address(message)
        if address:
            yield {"contentReference": self._originals[address]}
        elif message.text.strip():
            yield {"contentString": message.text}

    def _add_change(self, message: Message, now: Resource, replaced: list[Resource]) -> None:
        activity = (
            {"text": "withdrawn by its sender"}
            if message.retracted
            else coded(f"{TERMINOLOGY}v3-DataOperation", "UPDATE", "corrected by its sender")
        )
        self._entries.add(
            "Provenance",
            now["reference"],
            target=[now],
            occurredDateTime=moment(message.amended_ms, self._source.zone),
            recorded=moment(self._source.now_ms, self._source.zone),
            activity=activity,
            agent=[
                {
                    "type": coded(f"{TERMINOLOGY}provenance-participant-type", "author", "author"),
                    "who": self._people.sender(message.speaker) or absent("unknown"),
                }
            ],
            entity=[{"role": "revision", "what": before} for before in replaced],
        )
