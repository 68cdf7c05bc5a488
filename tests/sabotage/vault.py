"""Guards of what the database takes in, keeps, reads back and carries over."""

# ruff: noqa: E501 (a guard stands on one line)

from tests.sabotage.guard import Guard

_TEXTS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("vault/unsent/drafts", "    if draft.voice is not None:\n        files.release(connection, draft.voice.file_id)\n", "", "vault/unsent/test_drafting.py"),
    ("vault/unsent/files", '"file_id NOT IN (SELECT file_id FROM outbox WHERE file_id IS NOT NULL)"\n    " AND ', '"', "vault/unsent/test_drafting.py"),
    ("vault/unsent/files", " AND file_id NOT IN (SELECT j.value FROM draft, json_each(draft.files) j)", "", "vault/unsent/test_drafting.py"),
    ("vault/archive/gaps", 'AND after IS NOT NULL AND loadable"', 'AND loadable"', "vault/archive/test_displayed_markers.py"),
    ("vault/archive/gaps", 'AND after IS NOT NULL AND loadable"', 'AND after IS NOT NULL"', "vault/archive/test_displayed_markers.py"),
    ("vault/archive/unread", "AND message_id IS NOT NULL AND message_id <> ?", "AND message_id IS NOT NULL AND message_id = ? AND 0", "vault/archive/test_displayed_markers.py"),
    ("vault/archive/unread", "if stored is not None and stored.position <= before:", "if False:", "vault/archive/test_displayed_markers.py"),
    ("vault/archive/amendments", " JOIN message r ON r.message_id = ?4 AND r.retracts", "", "vault/archive/test_amendments.py"),
    ("vault/archive/amendments", '        " AND (amends = ?3 OR retracts)"\n', "", "vault/archive/test_amendments.py"),
    ("vault/conversation/message_identity", " AND amends = ? AND retracts = ? AND quotes", " AND ? IS NOT NULL AND retracts = ? AND quotes", "vault/archive/test_amendments.py"),
    ("vault/conversation/quotes", " AND NOT a.copy ORDER BY archive_id", " ORDER BY archive_id", "vault/conversation/test_quotes.py"),
    ("vault/conversation/quotes", 'WHERE message_id = ? AND consultation_id = ?"', 'WHERE message_id = ? AND ? IS NOT NULL"', "vault/conversation/test_quotes.py"),
    ("vault/conversation/quotes", " WHERE a.target_id = r.message_id AND a.retracts)", " WHERE a.target_id = r.message_id AND 0)", "vault/conversation/test_quotes.py"),
    ("vault/conversation/message_reader", "bool(origin_id) and not twin", "bool(origin_id)", "vault/conversation/test_quotes.py"),
    ("vault/archive/ingest", "                writer.forget_end(event.consultation_id)\n", "", "vault/archive/test_one_batch.py"),
    ("vault/archive/ingest", "kept_out = _kept_out(connection, events)", "kept_out = set[ConsultationId]()", "vault/removal/test_after_a_purge.py"),
    ("vault/archive/pages", "    writer.brings_news = True\n", "", "vault/archive/test_one_batch.py"),
    ("vault/archive/message_writer", "            self.state_of(consultation_id).read_by_me = position\n", "", "vault/archive/test_one_batch.py"),
    ("vault/rescue/local_data", 'if not newer and row["state"] != "failed":', "if not newer:", "vault/rescue/test_local_data.py"),
    ("vault/rescue/local_data", 'outbox_backup.RESTORED if row["attempts"] else SET_ASIDE', "SET_ASIDE", "vault/rescue/test_local_data.py"),
    ("vault/rescue/local_data", ' and table != "member"', "", "vault/rescue/test_local_data.py"),
    ("vault/archive/message_writer", "        messages.mark_as_copies(self.connection, stored.message_id)\n", "", "vault/archive/test_copies.py"),
    ("vault/archive/page_merge", "stored is None or stored.match in {MatchKind.COPY, MatchKind.SECOND}:\n        return None", "stored is None:\n        return None", "vault/archive/test_copies.py"),
    ("vault/conversation/messages", "WHERE m.consultation_id = ? AND NOT a.copy AND m.position", "WHERE m.consultation_id = ? AND m.position", "vault/archive/test_copies.py"),
    ("vault/lists/handover", "ORDER BY retracts, position", "ORDER BY position", "vault/lists/test_handover.py"),
    ("vault/lists/handover", '        " WHERE amends <> \'\' AND NOT (retracts AND state = \'failed\') ORDER BY entry_id"', '        " WHERE amends <> \'\' ORDER BY entry_id"', "vault/lists/test_handover.py"),
    ("vault/lists/handover", "if twin or not origin_id else", "if not origin_id else", "vault/lists/test_handover.py"),
    ("vault/conversation/reminders", '    " AND NOT (o.retracts AND o.state = \'failed\')"\n', "", "vault/conversation/test_reminders.py"),
    ("vault/conversation/reminders", "if not text or is_handover(text):", "if not text:", "vault/conversation/test_reminders.py"),
    ("vault/archive/loss_detection", 'f" AND NOT {_WITHDRAWN} ORDER BY m.position"', '" ORDER BY m.position"', "vault/archive/test_emptied_archives.py"),
    ("vault/engine/worker", "            for job in batch:\n                if job.writes:\n                    job.fail(full)", "            for job in batch:\n                job.fail(full)", "vault/engine/test_disk_room.py"),
    ("vault/unsent/unsaved", " WHERE text <> '' OR files <> '[]'", "", "vault/unsent/test_unsaved.py"),
    ("vault/unsent/unsaved", " WHERE content <> sent", "", "vault/unsent/test_unsaved.py"),
    ("vault/rescue/locked_vaults", "if not preferences.get(live, MERGED_PREFERENCE + name, False):", "if True:", "session/test_set_aside.py"),
    ("vault/engine/worker", "if pending and not self._run(pending):\n                self._is_level = False", "if pending:\n                self._run(pending)", "vault/engine/test_worker.py"),
    ("vault/unsent/colleague_answers", "message.speaker.role is SpeakerRole.COLLEAGUE and not message.retracted", "message.speaker.role is SpeakerRole.COLLEAGUE", "vault/unsent/test_drafting.py"),
    ("vault/unsent/colleague_answers", "known_ms = began.at_ms - SKEW_MS", "known_ms = began.at_ms", "vault/unsent/test_drafting.py"),
    ("vault/lists/consultations", "value.completed_from(stored.consultation)", "value", "vault/lists/test_consultations.py"),
    ("vault/rescue/outbox_backup", '        if connection.in_transaction:\n            connection.execute("ROLLBACK")\n        raise', "        raise", "vault/rescue/test_second_key.py"),
    ("vault/archive/forward_pages", " and first.at_ms >= cursor.at_ms", "", "vault/archive/test_unfit_answers.py"),
    ("vault/archive/forward_pages", "if page.from_start or page.last in {None, cursor.archive_id}:", "if page.from_start:", "vault/archive/test_unfit_answers.py"),
    ("vault/archive/backward_pages", "return last.at_ms <= int(above)", "return True", "vault/archive/test_unfit_answers.py"),
    ("vault/archive/newest_page", "    if cursors.get(writer.connection, consultation_id) is None:\n        cursors", "    if True:\n        cursors", "vault/archive/test_unfit_answers.py"),
    ("vault/archive/gaps", "AND loadable AND (after", "AND (after", "vault/archive/test_unfit_answers.py"),
    ("vault/archive/gaps", "AND loadable AND position > ?", "AND position > ?", "vault/archive/test_unfit_answers.py"),
    ("vault/archive/gaps", "gap is None or gap.before is not None", "gap is None", "vault/archive/test_unfit_answers.py"),
]  # fmt: skip

GUARDS = [Guard(*texts) for texts in _TEXTS]
