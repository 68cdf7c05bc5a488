"""Small changes that samples had left alive: each fails a test now, or is in ``meaningless``.

They were drawn from modules some of which have other names since.
"""

# ruff: noqa: E501 (a change stands on one line)

from tests.sabotage.guard import Guard

_TEXTS: list[tuple[str, str, str, str]] = [
    # module, what stands there, what stands instead, tests that must turn red
    ("support/computer_probes", 'trial.write_bytes(b"check")\n        held_files.remove(trial)', 'trial.write_bytes(b"check")', "support"),
    ("services/typing_indicator", "self._update_row(consultation_id)\n            if event.composing", "if event.composing", "services"),
    ("services/typing_indicator", "if not self._store.typing.consultation_ids():\n                self._typing_began.clear()", "pass", "services"),
    ("support/network_probes", "abs(seconds) > CLOCK_SECONDS", "False", "support"),
    ("web/inspection", "raise NameNotResolved from None", "return 0", "web"),
    ("web/inspection", 'raise Unreachable("connection refused or no route") from None\n    writer.transport.abort()', 'raise Unreachable("connection refused or no route") from None', "web"),
    ("web/inspection", "finally:\n        writer.transport.abort()", "finally:\n        pass", "web"),
    ("web/opening", "proxy.refresh()", "pass", "web"),
    ("web/proxy", 'platform == "linux" and _desktop()', 'platform == "linux" or _desktop()', "web"),
    ("web/dated", '"age" in headers', "False", "web"),
    ("link/requests", "quiet_since + query.seconds", "quiet_since - query.seconds", "link"),
    ("link/event_translator", "def _on_page(self, page: wire.ArchivePage) -> list[clinic.Event]:\n        self._membership.on_activity(page.room_jid, self._clock.monotonic())", "def _on_page(self, page: wire.ArchivePage) -> list[clinic.Event]:", "link"),
    ("link/endpoints", "private = not clear", "private = clear", "link"),
    ("store/send_blockers", "if current is not None and", "if current is None and", "store"),
    ("store/waiting", "overdue * MINUTE_MS", "overdue // MINUTE_MS", "store"),
    ("store/consultation_search", "ConsultationMatch(consultation, in_process=False)\n        for", "ConsultationMatch(consultation, in_process=True)\n        for", "store"),
    ("store/consultation_search", "matches.append(ConsultationMatch(consultation, in_process=False))", "matches.append(ConsultationMatch(consultation, in_process=True))", "store"),
    ("domain/send_blocker", "event.reason in NOT_ADMITTED_REASONS", "event.reason not in NOT_ADMITTED_REASONS", "domain"),
    ("domain/message", "self.retracted or spoken", "self.retracted and spoken", "domain"),
    ("domain/address", '"?" in address.target or urlsplit(', '"?" in address.target and urlsplit(', "domain"),
    ("domain/address", "not 0 < port <= LAST_PORT", "not 0 <= port <= LAST_PORT", "domain"),
    ("domain/consultation", 'word == "image" or word.startswith("image/")', "False", "domain"),
    ("domain/im", "self.expires_at - now", "self.expires_at + now", "domain"),
    ("support/versions", 'getattr(sys, "frozen", False)', 'getattr(sys, "frozen", True)', "support"),
    ("support/platform_probes", "token.verdict is Verdict.UNUSABLE", "False", "support"),
    ("services/im_servers", "host in settings.plain_im_hosts", "host not in settings.plain_im_hosts", "services"),
    ("store/session_store", "if self.connection.phase in {Phase.ONLINE, Phase.SIGNED_OUT}:", "if True:", "store/test_session_store.py"),
    ("store/session_store", "self.send_blockers.clear_all()", "pass", "store/test_session_store.py"),
    ("store/session_store", "if self.is_online:\n            self.send_blockers", "if True:\n            self.send_blockers", "store/test_session_store.py"),
    ("vault/unsent/drafts", "        files.release(connection, name)\n    return changes", "        pass\n    return changes", "vault/unsent/test_drafting.py"),
    ("program/settings_reload", "if self._saving is None and self._on_disk is previous and now != previous:", "if now != previous:", "program/test_settings_reload.py"),
    ("ui/queue/pane_wiring", "if self._signed_in.store.is_online is not self._rows.is_online:", "if False:", "ui/queue/test_spoken.py"),
    ("ui/conversation/wiring", "if len(self._window.lines) > LIVE_LINES and self._pane.view.at_end():", "if False:", "ui/conversation/finding/test_opening.py"),
    ("vault/rescue/health", '* _read_number(connection, "page_count")', '// _read_number(connection, "page_count")', "vault"),
    ("vault/database", "outcome = _outcome(job.future)\n    worker.submit(job)", "worker.submit(job)\n    outcome = _outcome(job.future)", "vault/engine/test_result_order.py"),
    ("services/outbox", "if visit is None or not self.visits.is_open(consultation_id, visit):\n            return False\n        return self._may_go", "if visit is None:\n            return False\n        return self._may_go", "services/test_rooms_apart.py"),
    ("services/outbox", "return command is None", "return False", "services/test_rooms_apart.py"),
    ("services/catch_up", "if room in self._left:", "if False:", "services/test_order_of_catch_up.py"),
    ("services/catch_up", "            self._live_messages.pop(consultation_id, None)\n", "", "services/test_order_of_catch_up.py"),
    ("services/catch_up", "self._backoff.pop(consultation_id, None)\n            self._pages_fetched", "self._pages_fetched", "services/test_order_of_catch_up.py"),
    ("services/page_queue", "room is None or self._lost.is_suspect(room)", "room is None", "services/test_order_of_catch_up.py"),
    ("services/inbound_storage", "self._read_markers.on_changes(ingested.changes)", "pass", "services/test_read_markers.py"),
    ("services/lists", "self._held_seconds = 0.0\n        try:", "try:", "services/test_list_refresh.py"),
    ("link/link", "if available and not self._network:", "if available:", "link/test_link.py"),
    ("link/link", "if condition != CONFLICT and not steady:", "if not steady:", "link/test_link.py"),
    ("link/link", "self._ticker.hasten()", "pass", "link/test_ticker.py"),
]  # fmt: skip

GUARDS = [Guard(*texts) for texts in _TEXTS]
