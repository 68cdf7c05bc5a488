"""Switches off each guard of the lasting session in turn and shows that a test turns red.

``python -m tests.link.sabotage`` works on a copy of the tree; two minutes. Exits with 1 when a guard
could go without any test noticing, or when the source no longer holds it as written here.
"""

# ruff: noqa: E501 (a guard stands on one line)

import sys

from tests.sabotage import Guard, judge

GUARDS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("link/room_membership", "membership.joining, membership.join_at = True, now + JOIN_SECONDS", "membership.joining, membership.join_at = True, None", "link"),
    ("link/room_membership", "if membership.joining:", "if False:", "link"),
    ("domain/backoff", "seconds * self.factor", "seconds", "link"),
    ("domain/backoff", "min(max(seconds * self.factor, self.first_seconds), self.max_seconds)", "max(seconds * self.factor, self.first_seconds)", "link"),
    ("link/room_membership", "if reason in FINAL_DEPARTURES:", "if False:", "link"),
    ("link/room_membership", "membership.waited = None\n            membership.left(join_at=now)", "membership.left(join_at=now)", "link"),
    ("link/room_membership", "if membership is not None and not membership.joined:", "if membership is not None:", "link"),
    ("link/room_membership", "[\n            :MAX_PINGS_AT_ONCE\n        ]", "", "link"),
    ("link/link", "if self.connection.phase not in STOPPED:", "if True:", "link"),
    ("link/link", "self._ready.socket.probe()", "pass", "link"),
    ("link/link", "self._servers.set_back(ready.endpoint, failure)", "pass", "link"),
    ("link/link", "elif condition in BLAMING_CONDITIONS or self._is_pass_lost():", "elif False:", "link"),
    ("link/event_translator", "if condition == NOT_WELL_FORMED and self._resumed:", "if False:", "link"),
    ("link/event_translator", "        self._session.fail()\n        if condition == NOT_WELL_FORMED", "        if condition == NOT_WELL_FORMED", "link"),
    ("link/servers", "if not self._endpoints:", "if True:", "link"),
    ("link/servers", "if self._failed:", "if True:", "link"),
    ("link/servers", "except TokenRejected:", "except ZeroDivisionError:", "link"),
    ("link/reconnect_policy", "if await self._probe(url):\n            await self._retry_now.wait()", "pass", "link"),
    ("link/negotiation", 'if event.condition != "not-authorized":', "if False:", "link"),
    ("link/negotiation", 'if event.condition == "weaker-mechanism":', "if False:", "link"),
    ("link/negotiation", "running.update(winners[1:])", "pass", "link"),
    ("link/negotiation", "async with asyncio.timeout(NEGOTIATION_SECONDS):", "async with asyncio.timeout(None):", "link"),
    ("link/opening", "compression=None", 'compression="deflate"', "link"),
    ("link/opening", "max_size=limits.CARRIED_BYTES", "max_size=None", "link"),
    ("link/opening", 'if connection.subprotocol != "xmpp":', "if False:", "link"),
    ("link/names", " or self.room_jid(ConsultationId(number)) != room_jid", "", "link"),
    ("link/names", "_parse_id(local) if domain == self.domain else None", "_parse_id(local)", "link"),
    ("link/names", "str(value) == written and ", "", "link"),
    ("link/names", " and value <= MAX_ID", "", "link"),
    ("link/im_passwords", "< MIN_SECONDS_LEFT", "< 0", "link"),
    ("link/requests", "if now - at >= ANSWER_SECONDS", "if False", "link"),
    ("link/servers", "[:MAX_ENDPOINTS_A_ROUND]", "", "link"),
    ("link/servers", "self._set_back.add(endpoint.url)", "pass", "link"),
    ("link/servers", "self._set_back.clear()", "pass", "link"),
    ("link/servers", "            self._untried.clear()", "            pass", "link"),
    ("link/servers", "self.pause = max(self.pause, error.retry_after)", "self.pause = error.retry_after", "link"),
    ("link/reconnect_policy", "if not self._undisturbed:", "if True:", "link"),
    ("link/reconnect_policy", "if last_good and not undisturbed and", "if last_good and", "link"),
    ("link/opening", "        return exc\n", "        return super().process_redirect(exc)\n", "link"),
    ("link/opening", "if self.state is not State.CLOSED:", "if True:", "link"),
    ("link/opening", "NEXT_ADDRESS_SECONDS if is_name(host) else None", "None", "link"),
    ("link/negotiation", "if stream.derives:", "if False:", "link"),
    ("link/im_passwords", "if self._asked is None or self._is_expired(self._asked):", "if self._asked is None:", "link"),
    ("api/schemas", "if not can_be_server(origin.host):", "if False:", "api"),
    ("api/envelope", "error.retry_after = retry_after(answer.headers)", "pass", "api"),
    ("web/retry", " or pause > backoff.READ.max_seconds", "", "web/test_retry.py"),
    ("services/outbox", "            or self._is_suspect_in_flight()\n", "", "services/test_suspects.py"),
    ("services/outbox", "if gone and self.clear_suspect(origin_id):", "if False:", "services/test_suspects.py"),
    ("services/outbox", "if self.clear_suspect(event.origin_id):", "if False:", "services/test_suspects.py"),
    ("services/outbox", "if failure is not None:", "if False:", "services/test_rooms_apart.py"),
    ("services/inbound", "self._spawn(self._outbox.pump_all())", "pass", "services/test_suspects.py"),
    ("services/inbound", "message.delivery in CONFIRMED", "message.delivery is Delivery.SENT", "services/test_suspects.py"),
    ("services/outbox", "marked = await self._store(lambda: self._vault.write(outbox.mark_sending, name))", "marked = await self._vault.write(outbox.mark_sending, name)", "services/test_disk_while_sending.py"),
    ("services/outbox", "self._posted[name] = command.consultation_id, visit", "pass", "services/test_disk_while_sending.py"),
    ("services/outbox", "await self._store(lambda: self._vault.write(outbox.requeue, consultation_id))", "await self._vault.write(outbox.requeue, consultation_id)", "services/test_disk_while_sending.py"),
    ("services/inbound", "request = await retry_until_stored(\n            lambda: self._vault.read(pages.first_request, consultation_id), self._on_storage_error\n        )", "request = await self._vault.read(pages.first_request, consultation_id)", "services/test_full_disk.py"),
    ("vault/database", "except ContentRefused:", "except ZeroDivisionError:", "services/test_quarantine.py"),
    ("services/attachments", "self._backoff.setdefault(entry.origin_id, backoff.UPLOAD.waits())", "backoff.UPLOAD.waits()", "services/test_uploads.py"),
    ("domain/recovery", "case NetworkError() | ServerFault():", "case ServerFault():", "services/test_uploads.py"),
    ("session/storage", "if not start_anew and await", "if False and await", "session/test_storage.py"),
    ("vault/keys/keyring_entries", "if await self.keyring.state() is KeyringState.ABSENT:", "if False:", "vault/keys"),
    ("session/session", "self._enter_rooms()\n        self.store.fronted", "self.store.fronted", "session/test_known_rooms.py"),
    ("task_scope", "for task in tuple(self._tasks):\n            task.cancel()", "pass", "session/test_session_end.py"),
    ("task_scope", "await asyncio.wait(tuple(self._tasks), timeout=seconds)", "pass", "session/test_session_end.py"),
    ("vault/archive/message_writer", "self._states.pop(consultation_id, None)", "pass", "vault/archive/test_order.py"),
    ("vault/archive/order", 'outermost = "DESC" if by > 0 else "ASC"', 'outermost = "ASC" if by > 0 else "DESC"', "vault/archive/test_order.py"),
    ("vault/consultations", 'preferences.remove(connection, f"{unread.OWED_MARKER}{consultation_id}")', "pass", "vault/test_consultations.py"),
]  # fmt: skip


def main() -> int:
    """Try every guard."""
    return judge([Guard(*guard) for guard in GUARDS])


if __name__ == "__main__":
    sys.exit(main())
