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
    ("scram", "<= limits.SCRAM_ITERATIONS", "<= 10**12"),
    ("scram", "if not self._signature:", "if False:"),
    ("scram", "if not hmac.compare_digest(signature.encode(), expected.encode()):", "if False:"),
    ("scram", "nonce == self._nonce", "False"),
    ("stream", "if sasl.is_weaker(name, credentials.strongest):", "if False:"),
    ("stream", 'if name == "PLAIN" and not credentials.private:', "if False:"),
    ("xml", "if not isinstance(frame, str):", "if False:"),
    ("stream", 'root.get("version") != "1.0" or ', ""),
    ("stream_management", "if handled > len(self._unacknowledged):", "if False:"),
    ("stream_management", "return (self._committed - self._base) % MODULUS", "return self.mark - self._base"),
    ("stream_management", "self._base = self.mark - h", "pass"),
    ("stream_management", "if mark > self.mark:", "if False:"),
    ("binding", 'if root.get("previd") != self._resumption.session_id:', "if False:"),
    ("binding", "if jid.bare != account or not jid.resource:", "if False:"),
    ("session", "self._require_stream().fail()\n        self._resumption.forget()", "self._require_stream().fail()"),
    ("stream_management", "if self._answer_due:\n            return", "if False:\n            return"),
    ("requests", 'or stanza.get("from", "") not in open_request.answerers', ""),
    ("requests", "if len(self._open) >= limits.REQUESTS:", "if False:"),
    ("session", 'if not self._wire.is_mine(stanza.get("to")):', "if False:"),
    ("room", "if len(items) == 1 else None", "if items else None"),
    ("room", "if len(user_elements) != 1:", "if not user_elements:"),
    ("room", "if is_me and self.stage", "if self.stage"),
    ("room", "(self.own_account if is_me else None)", "None"),
    ("room", "(self.own_account if is_me else None)", "self.own_account"),
    ("room", "occupant = self.occupants.pop(nick, None)", "occupant = self.occupants.get(nick)"),
    ("room", "if nick == self.nick and self._is_about_another_device(details):", "if False:"),
    ("room", "and SELF not in details.statuses", ""),
    ("room", "len(self.occupants) >= limits.OCCUPANTS", "False"),
    ("rooms", "and len(self._rooms) >= limits.ROOMS", "and False"),
    ("reading", 'if stamp.get("by") == room_jid else ""', ""),
    ("reading", "if is_said and ns.RETRACTION not in stands_for:", "if False:"),
    ("reading", "if len(own) == 1 else", "if own else"),
    ("reading", "if account is None:", "if False:"),
    ("messages", "or (DELAY in payload and not room.has_subject)", ""),
    ("messages", "if room.stamps_ids else", "if True else"),
    ("messages", 'if delay.get("from") in own', ""),
    ("messages", "if self._wire.resumption.retransmitting else None", ""),
    ("messages", "if len(stamps) == 1 else", "if stamps else"),
    ("stream_management", "self.retransmitting = False\n        handled", "handled"),
    ("poisoned_entries", "if entry in self._seen:", "if False:"),
    ("poisoned_entries", "maxlen=limits.POISONED", "maxlen=limits.POISONED + 1"),
    ("messages", "if len(self._passed_over) > limits.PASSED_OVER:", "if len(self._passed_over) >= limits.PASSED_OVER:"),
    ("messages", "self._wire.resumption.retransmitting\n            and _entry_of(jid, stanza, payload) in self._passed_over", "False"),
    ("xml", "builder.close() if seen <= limits.HEAD else None", "builder.close()"),
    ("archive", "if at_ms is None and query.items:", "if False:"),
    ("archive", 'or stanza.get("from") != query.room', ""),
    ("archive", "if archive_id in query.ids:", "if False:"),
    ("archive", "or not _matches_summary(query, child(fin, SET))", ""),
    ("archive", 'and message.get("from", "").partition("/")[0] == room', ""),
    ("archive", 'and self._wire.is_mine(message.get("to"), room_jid)', ""),
    ("archive", "if by_person and query.vouches else None", "if query.vouches else None"),
    ("archive", "if by_person and query.vouches else None", "if by_person else None"),
    ("archive", "query.vouches = NON_ANONYMOUS in read_features(stanza)", "query.vouches = True"),
    ("upload", 'if parts.scheme == "https" or is_loopback(parts.hostname or "") else ""', ""),
    ("upload", '_CONTROL.sub("", value)', "value"),
    ("upload", "if name and len(value)", "if len(value)"),
    ("attachments", 'and "@" not in parts.netloc', ""),
    ("attachments", 'and parts.scheme in {"http", "https"}', ""),
    ("stanza_channel", "if message_id and len(frame.encode()) > limits.MESSAGE_BYTES:", "if False:"),
    ("stanza_channel", "if self.resumption.is_full:", "if False:"),
]  # fmt: skip


def main() -> int:
    """Try every guard."""
    return judge([Guard(f"xmpp/{module}", *texts, "xmpp") for module, *texts in GUARDS])


if __name__ == "__main__":
    sys.exit(main())
