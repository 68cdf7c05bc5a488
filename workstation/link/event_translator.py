"""From events of the wire to events of the clinic. Nothing above this file names XMPP."""

from collections.abc import Iterator

from workstation.domain import events as clinic
from workstation.domain.ids import ConsultationId
from workstation.domain.message_kinds import kind_of
from workstation.link.names import Names
from workstation.xmpp import events as wire


class EventTranslator:
    """Knows the names of rooms and accounts; ``now_ms`` stands in where no time is vouched."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def translate_item(
        self, event: wire.RoomMessage | wire.Displayed, now_ms: int, *, live: bool
    ) -> clinic.Arrived | clinic.Displayed | None:
        """A message or a marker, ``None`` for one of no consultation."""
        consultation = self._names.consultation_id(event.room_jid)
        if consultation is None:
            return None
        if isinstance(event, wire.Displayed):
            return self._translate_displayed(event, consultation, live=live)
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
        )

    def translate_page(
        self, page: wire.ArchivePage, query: str, now_ms: int
    ) -> clinic.ArchivePage | None:
        """One page of an archive."""
        consultation = self._names.consultation_id(page.room_jid)
        if consultation is None:
            return None
        items = (self.translate_item(item, now_ms, live=False) for item in page.items)
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

    def translate_plain(self, event: wire.Event) -> Iterator[clinic.Event]:
        """Events that need no more than names."""
        match event:
            case wire.Composing(room, account, composing):
                consultation, member = (
                    self._names.consultation_id(room),
                    self._names.member_id(account),
                )
                if consultation is not None and member is not None:
                    yield clinic.Typing(consultation, member, composing)
            case wire.MessageRefused(room, origin_id, condition, server_text):
                consultation = self._names.consultation_id(room)
                # A room that no longer knows us is joined again and the message sent again.
                if consultation is not None and condition != "not-acceptable":
                    yield clinic.Undelivered(consultation, origin_id, condition, server_text)
            case wire.Invited(room):
                yield clinic.Invited(self._names.consultation_id(room))

    def _translate_displayed(
        self, event: wire.Displayed, consultation: ConsultationId, *, live: bool
    ) -> clinic.Displayed | None:
        member = self._names.member_id(event.account)
        if member is None:
            return None
        return clinic.Displayed(
            consultation, member, event.message_id, live, event.archive_id or None
        )
