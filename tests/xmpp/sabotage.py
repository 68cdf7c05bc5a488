"""Switches off each guard of the wire in turn and shows that a test turns red.

``python -m tests.xmpp.sabotage`` works on a copy of the tree; half an hour. Exits with 1 when a
guard could go without any test noticing, or when the source no longer holds it as written here.
"""

# ruff: noqa: E501 (a guard stands on one line)

import sys

from tests.sabotage import Guard, judge

GUARDS: list[tuple[str, str, str]] = [
    ("xml", "parser.StartDoctypeDeclHandler = _refuse", "pass"),
    ("xml", "parser.CommentHandler = _refuse", "pass"),
    ("xml", "parser.ProcessingInstructionHandler = _refuse", "pass"),
    ("xml", "parser.XmlDeclHandler = _refuse", "pass"),
    ("xml", "> limits.DEPTH:", "> limits.DEPTH + 1:"),
    ("xml", "> limits.CHILDREN:", "> limits.CHILDREN + 1:"),
    ("xml", "> limits.ATTRIBUTES:", "> limits.ATTRIBUTES + 1:"),
    ("xml", 'surrogatepass")) > limits.FRAME_BYTES', 'surrogatepass")) > limits.FRAME_BYTES + 1'),
    ("xml", 'if frame.startswith("<stream:"):', "if False:"),
    ("escape", 'return _FORBIDDEN.sub("", text)', "return text"),
    ("sasl", "> limits.SCRAM_ITERATIONS", "> 10**12"),
    ("sasl", "if not self._challenged:", "if False:"),
    ("sasl", "self._client.set_server_final(final)", "pass"),
    ("stream", "if sasl.is_weaker(name, credentials.strongest):", "if False:"),
    ("stream", 'if name == "PLAIN" and not credentials.private:', "if False:"),
    ("stream", "if not isinstance(frame, str):", "if False:"),
    ("stream", 'root.get("version") != "1.0" or ', ""),
    ("resumption", "if handled > len(self._unacknowledged):", "if False:"),
    ("resumption", "return (self._committed - self._base) % MODULUS", "return self.mark - self._base"),
    ("resumption", "self._base = self.mark - h", "pass"),
    ("resumption", "if mark > self.mark:", "if False:"),
    ("session", 'if root.get("previd") != self._resumption.previous:', "if False:"),
    ("session", "if jid.bare != account or not jid.resource:", "if False:"),
    ("session", "self._stream().fail()\n        self._resumption.forget()", "self._stream().fail()"),
    ("acknowledging", "if self._wanted:\n            return", "if False:\n            return"),
    ("requests", 'or stanza.get("from", "") not in found.answerers', ""),
    ("requests", "if len(self._open) >= limits.REQUESTS:", "if False:"),
    ("inbound", 'if not self._wire.is_mine(stanza.get("to")):', "if False:"),
    ("room", "if len(items) == 1 else None", "if items else None"),
    ("room", "if len(found) != 1:", "if not found:"),
    ("room", "if is_me and self.stage", "if self.stage"),
    ("room", "(self.me if is_me else None)", "None"),
    ("room", "(self.me if is_me else None)", "self.me"),
    ("room", "gone = self.occupants.pop(nick, None)", "gone = self.occupants.get(nick)"),
    ("room", "len(self.occupants) >= limits.OCCUPANTS", "False"),
    ("rooms", "and len(self._rooms) >= limits.ROOMS", "and False"),
    ("reading", 'if stamp.get("by") == room else ""', ""),
    ("reading", "if is_said and ns.RETRACTION not in stands_for:", "if False:"),
    ("reading", "if len(own) == 1 else", "if own else"),
    ("reading", "if account is None:", "if False:"),
    ("messages", "or (DELAY in found and not room.has_subject)", ""),
    ("messages", "if room.stamps_ids else", "if True else"),
    ("messages", 'if delay.get("from") in own', ""),
    ("messages", "if self._wire.retransmitting else None", ""),
    ("messages", "if len(stamps) == 1 else", "if stamps else"),
    ("acknowledging", "self._wire.retransmitting = False\n        ids", "ids"),
    ("poison", "if entry in self._met:", "if False:"),
    ("poison", "maxlen=limits.POISONED", "maxlen=limits.POISONED + 1"),
    ("messages", "if len(self._passed) > limits.PASSED_OVER:", "if len(self._passed) >= limits.PASSED_OVER:"),
    ("messages", "if self._wire.retransmitting and _entry(jid, stanza, found) in self._passed:", "if False:"),
    ("xml", "builder.close() if seen <= limits.HEAD else None", "builder.close()"),
    ("archive", "if at_ms is None and query.items:", "if False:"),
    ("archive", 'or stanza.get("from") != query.room', ""),
    ("archive", "if archive_id in query.ids:", "if False:"),
    ("archive", "or not _agrees(query, child(fin, SET))", ""),
    ("archive", 'and message.get("from", "").partition("/")[0] == room', ""),
    ("archive", 'and self._wire.is_mine(message.get("to"), room)', ""),
    ("archive", "if by_person and query.vouches else None", "if query.vouches else None"),
    ("archive", "if by_person and query.vouches else None", "if by_person else None"),
    ("archive", "query.vouches = VOUCHES in features_of(stanza)", "query.vouches = True"),
    ("upload", 'if parts.scheme == "https" or is_loopback(parts.hostname or "") else ""', ""),
    ("upload", '_CONTROL.sub("", value)', "value"),
    ("upload", "if name and len(value)", "if len(value)"),
    ("attachments", 'and "@" not in parts.netloc', ""),
    ("attachments", 'and parts.scheme in {"http", "https"}', ""),
    ("wire", "if message_id and len(frame.encode()) > limits.MESSAGE_BYTES:", "if False:"),
    ("wire", "if self.resumption.is_full:", "if False:"),
]  # fmt: skip


def main() -> int:
    """Try every guard."""
    return judge([Guard(f"xmpp/{module}", *texts, "xmpp") for module, *texts in GUARDS])


if __name__ == "__main__":
    sys.exit(main())
