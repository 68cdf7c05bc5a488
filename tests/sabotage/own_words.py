"""Guards of own words that are changed after Enter, of who spoke, and of what is remembered."""

# ruff: noqa: E501 (a guard stands on one line)

from tests.sabotage.guard import Guard

_TEXTS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("ui/profile/wiring", '        self._scope.cancel("profile.load")  # asked while it was saved: it may be older\n', "", "journeys/test_profile.py"),
    ("ui/composer/wiring", "if not await self._tray.finish_taking_in(consultation.consultation_id):", "if False:", "ui/composer/test_tray.py"),
    ("ui/composer/tray_wiring", "        self._refused.add(consultation_id)\n", "", "ui/composer/test_tray.py"),
    ("ui/composer/tray_wiring", "        self._refused.discard(consultation_id)\n", "", "ui/composer/test_tray.py"),
    ("vault/outbox", "if outbox_edits.drop_overtaken(connection, entry):", "if False:", "vault/test_outbox_edits.py"),
    ("vault/outbox", "outbox_edits.take_up_correction(connection, entry)", "entry.origin_id", "vault/test_outbox_edits.py"),
    ("vault/outbox", "outbox_edits.drop_older(connection, amends, entry_id)", "pass", "vault/test_outbox_edits.py"),
    ("vault/outbox_edits", "AND amends <> '' AND entry_id < ?", "AND amends <> '' AND entry_id <> ?", "vault/test_outbox_edits.py"),
    ("vault/outbox_edits", 'DELETE FROM outbox WHERE amends = ?", (entry.origin_id,)', 'DELETE FROM outbox WHERE amends = ? AND 0", (entry.origin_id,)', "vault/test_outbox_edits.py"),
    ("vault/outbox", "if _drop_withdrawal(connection, origin_id) and failure != POISON:", "if _drop_withdrawal(connection, origin_id):", "vault/test_own_amendments.py"),
    ("vault/own_amendments", "name = new_id if entry.attempts else entry.origin_id", "name = entry.origin_id", "vault/test_own_amendments.py"),
    ("vault/own_amendments", "(not entry.attempts or entry.state is Delivery.FAILED):\n        return _rewrite", "True:\n        return _rewrite", "vault/test_own_amendments.py"),
    ("vault/own_amendments", "_drop_failed(connection, origin_id)\n    if not waiting:", "if not waiting:", "vault/test_own_amendments.py"),
    ("vault/outbox_rows", "return bool(self.amends) and not self.target", "return False", "vault/test_own_amendments.py"),
    ("vault/archive/amendments", "early = _find_early(connection, consultation_id, member_id, origin_id, message_id)", "early = []", "vault/archive/test_amendments.py"),
    ("vault/archive/amendments", "AND coalesce(member_id, -1) = ? AND origin_id = ? AND message_id <> ?", "AND coalesce(member_id, -1) + 0 * ? = coalesce(member_id, -1) AND origin_id = ? AND message_id <> ?", "vault/archive/test_amendments.py"),
    ("vault/archive/newest_page", "cursors.begin_empty(writer.connection, consultation_id)", "pass", "vault/archive/test_begun_empty.py"),
    ("vault/archive/message_writer", "self._note_speaker(arrived, stored)", "pass", "vault/archive/test_speakers.py"),
    ("services/sign_in", "with contextlib.suppress(StorageError):\n                await self.chain_of(base, member_id).remove_token()\n            raise", "raise", "sign_in/test_every_fault.py"),
    ("services/sign_in", "            return error\n        return None\n\n    async def _lead_to", "        return None\n\n    async def _lead_to", "sign_in/test_every_fault.py"),
    ("services/sign_in", 'except StorageError as error:\n            log.warning("an earlier', 'except KeyringUnavailable as error:\n            log.warning("an earlier', "sign_in/test_every_fault.py"),
    ("services/profile", "if await self._calls.detail() != edited:", "if True:", "services/test_profile.py"),
    ("services/drafting", "draft = self.unsaved[consultation_id] = Draft(", "draft = Draft(", "services/test_drafting.py"),
    ("services/drafting", "        self.unsaved[draft.consultation_id] = draft\n", "", "services/test_drafting.py"),
    ("services/drafting", "if task.cancelled() or task.exception() is not None:", "if False:", "services/test_drafting.py"),
    ("services/drafting", "(remaining := draft.text_without(text))", '(remaining := "")', "services/test_drafting.py"),
    ("ui/composer/drafts", "            self._unsaved[self._open_id] = now  # a sign-in may end before it is saved\n", "", "ui/composer/test_writing.py"),
    ("ui/composer/wiring", "        drafts.keep()  # shrinking takes its time\n", "", "ui/composer/test_tray_files.py"),
    ("domain/changes", "(self.caret - length, sum(1 for _ in same))", "(sum(1 for _ in same),)", "domain/test_drafts.py"),
    ("ui/composer/quick_replies/sheet_wiring", "        elif form.changed:\n            self._replies.unsaved[form.written.reply_id] = form.written\n", "", "journeys/test_full_disk.py"),
    ("ui/composer/quick_replies/wiring", "            self._sheet_wiring.restore_unsaved()\n", "", "journeys/test_full_disk.py"),
    ("ui/conversation/details/note_wiring", "            self._too_long[note_subject(opened)] = (opened, text)\n", "", "journeys/test_full_disk.py"),
    ("ui/kit/layers/overlay", "not isinstance(part, OverlayHost):\n        part", "True:\n        part", "journeys/test_full_disk.py"),
    ("leave_confirmation", "and not self._has_unsaved_words", "", "journeys/test_full_disk.py"),
    ("leave_confirmation", "        if words.notes is not mine:\n            continue\n", "", "journeys/test_full_disk.py"),
    ("leave_confirmation", "[] if self._window.is_covered else _patients(desk, every)", "_patients(desk, every)", "journeys/test_full_disk.py"),
    ("vault/outbox", "(origin_id = ?1 OR amends = ?1) AND state = 'failed' RETURNING", "(origin_id = ?1 OR amends = ?1) RETURNING", "vault/test_outbox_states.py"),
    ("vault/outbox", '    sql.run(connection, "DELETE FROM outbox WHERE amends = ?", (origin_id,))\n    gone', "    gone", "vault/test_outbox_states.py"),
    ("vault/outbox", "amends = ? AND state = 'failed' RETURNING consultation_id", "amends = ? RETURNING consultation_id", "vault/test_outbox_states.py"),
    ("vault/own_amendments", "DELETE FROM outbox WHERE amends = ? AND attempts = 0", "DELETE FROM outbox WHERE amends = ?", "vault/test_outbox_states.py"),
    ("vault/own_amendments", "    _drop_failed(connection, origin_id)\n    _add", "    _add", "vault/test_outbox_states.py"),
    ("vault/own_amendments", "r.target_id = m.message_id AND r.retracts", "r.target_id = m.message_id AND 0", "vault/test_outbox_states.py"),
    ("vault/outbox_rows", "count(*) FROM outbox WHERE state <> 'failed'", "count(*) FROM outbox", "vault/test_outbox_states.py"),
    ("vault/messages", 'AND coalesce(member_id, -1) = coalesce(?, -1)"\n        " AND origin_id', 'AND ? IS NOT -2"\n        " AND origin_id', "vault/archive/test_ingest.py"),
    ("vault/messages", "AND text = ? AND attachment IS ?", "AND text = ? AND (attachment IS ? OR 1)", "vault/archive/test_ingest.py"),
]  # fmt: skip

GUARDS = [Guard(*texts) for texts in _TEXTS]
