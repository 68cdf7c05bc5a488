"""Guards of the rooms at which a doctor works all day, and of the services behind them.

Each was broken by hand, and no test had missed it.
"""

# ruff: noqa: E501 (a guard stands on one line)

from tests.sabotage.guard import Guard

_TEXTS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("services/voice_playlist", "            if self._track is track:\n                self", "            if True:\n                self", "services/test_voice_playlist.py"),
    ("services/voice_playlist", "        self._track = None\n\n    def _on_playback_changed", "        pass\n\n    def _on_playback_changed", "services/test_late_voices.py"),
    ("services/voice_playlist", "        self._track = None\n        if self.playback.current == track.key:", "        if self.playback.current == track.key:", "services/test_late_voices.py"),
    ("services/voice_playlist", "        if self.playback.current == track.key:\n            self.playback.stop()", "        if True:\n            self.playback.stop()", "services/test_late_voices.py"),
    ("services/voice_playlist", "if track is None or self.playback.current != track.key:", "if track is None:", "services/test_late_voices.py"),
    ("services/voice_playlist", "self._track is not previous or playback.current", "playback.current", "services/test_late_voices.py"),
    ("services/voice_playlist", "playback.current != previous.key or playback.is_playing", "playback.is_playing", "services/test_late_voices.py"),
    ("services/voice_playlist", " or playback.is_playing\n", "\n", "services/test_late_voices.py"),
    ("services/voice_pauses", "            if self._key == key:\n                self._pauses = pauses", "            self._pauses = pauses", "services/test_voice_pauses.py"),
    ("services/voice_pauses", "self._key, self._pauses, self._position_ms = key, (), 0", "self._key, self._position_ms = key, 0", "services/test_voice_pauses.py"),
    ("services/playback", "        player.unload()\n", "", "services/test_playback.py"),
    ("services/playback", " and self.state.phase not in GONE_WRONG", "", "services/test_playback.py"),
    ("services/drafting", "if self.unsaved.get(consultation_id) is draft:", "if True:", "services/test_unsaved_words.py"),
    ("services/closing", "if self.unsaved.get(consultation_id) is draft:", "if True:", "services/test_unsaved_words.py"),
    ("services/quick_replies", "if self.unsaved.get(reply.reply_id) == reply:", "if reply.reply_id in self.unsaved:", "services/test_unsaved_words.py"),
    ("services/quick_replies", "if self.unsaved_sections.get(name) == new:", "if name in self.unsaved_sections:", "services/test_unsaved_words.py"),
    ("services/marking", "        async with self._lock:\n", "        if True:\n", "services/test_marking.py"),
    ("services/marking", "seconds = TICK_SECONDS if self._has_snoozed() else None", "seconds = None", "services/test_marking.py"),
    ("services/noting", "        async with self._lock:\n", "        if True:\n", "services/test_noting.py"),
    ("services/noting", "                after = replace(after, consultation_id=consultation.consultation_id)\n", "", "services/test_noting.py"),
    ("services/patient_purge", "        self._purged |= new  # before it is done: a history read meanwhile brings none of it back\n", "", "services/test_patient_purge.py"),
    ("services/patient_purge", "        await asyncio.to_thread(self._erase_copies)\n", "", "services/test_patient_purge.py"),
    ("services/retention", "        except NotErased as error:", "        except ZeroDivisionError as error:", "services/test_retention.py"),
]  # fmt: skip

GUARDS = [Guard(*texts) for texts in _TEXTS]
