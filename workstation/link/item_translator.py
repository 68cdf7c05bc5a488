"""From messages, markers and archive pages of the wire to those of the clinic."""

from collections.abc import Iterator

from workstation.domain import events as clinic
from workstation.domain.ids import ConsultationId
from workstation.domain.mentions import Mention
from workstation.domain.message import Quote
from workstation.domain.message_kinds import kind_of
from workstation.link.names import Names
from workstation.xmpp import events as wire


class ItemTranslator:
    """Translates single items; needs no more than the names of rooms and accounts."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def translate(
        self,
        event: wire.RoomMessage | wire.Displayed,
        consultation: ConsultationId,
        now_ms: int,
        *,
        live: bool,
    ) -> clinic.Arrived | clinic.Displayed | None:
        """A message or a marker of a consultation's room; ``None`` for a marker of no member.

        ``now_ms`` is the time of a message that has none.
        """
        if isinstance(event, wire.Displayed):
            return self._translate_displayed(event, consultation, live=live)
        reply = event.reply
        return clinic.Arrived(
            consultation_id=consultation,
            member_id=self._names.member_id(event.account),
            origin_id=event.origin_id,
            archive_id=event.archive_id or None,
            at_ms=now_ms if event.at_ms is None else event.at_ms,
            kind=kind_of(event.attachment),
            text=event.text,
            attachment=event.attachment,
            nickname=event.nickname,
            replaces=event.replaces,
            retracts=event.retracts,
            live=live,
            quote=None if reply is None else Quote(reply.reference, reply.excerpt),
            mentions=tuple(self._translate_mentions(event)),
            is_id_unique=event.is_id_unique,
        )

    def _translate_mentions(self, event: wire.RoomMessage) -> Iterator[Mention]:
        """Mentions of members; those of strangers remain plain text."""
        for mention in event.mentions:
            member = self._names.member_id(mention.account)
            if member is not None:
                yield Mention(member, mention.begin, mention.end)

    def translate_page(
        self, page: wire.ArchivePage, query: str, now_ms: int
    ) -> clinic.ArchivePage | None:
        """One page of an archive; ``None`` for the room of no consultation."""
        consultation = self._names.consultation_id(page.room_jid)
        if consultation is None:
            return None
        items = (self.translate(item, consultation, now_ms, live=False) for item in page.items)
        return clinic.ArchivePage(
            consultation_id=consultation,
            query=query,
            items=tuple(item for item in items if item is not None),
            first=page.first,
            last=page.last,
            complete=page.complete,
            unknown_anchor=page.unknown_anchor,
            ids=page.ids,
            from_start=page.from_start,
        )

    def _translate_displayed(
        self, event: wire.Displayed, consultation: ConsultationId, *, live: bool
    ) -> clinic.Displayed | None:
        member = self._names.member_id(event.account)
        if member is None:
            return None
        return clinic.Displayed(
            consultation, member, event.message_id, live, event.archive_id or None
        )
