"""Guards of sound and printing that go away or hang, of recordings, and of where a page is read."""

# ruff: noqa: E501 (a guard stands on one line)

from tests.sabotage.guard import Guard

_ENDS = "ui/composer/test_recording_ends.py"
_TEXTS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("devices/chime", "if device.isNull() or SOUND_SERVER.is_lost or", "if device.isNull() or", "devices/test_sound_server.py"),
    ("devices/player", "and not SOUND_SERVER.is_lost", "", "devices/test_sound_server.py"),
    ("devices/player", "self._end(PlayerPhase.SILENCED)", "pass", "devices/test_sound_server.py"),
    ("devices/recorder", "if SOUND_SERVER.is_lost:", "if False:", "devices/test_sound_server.py"),
    ("devices/sound_server", "or self.hangs", "or False", "devices/test_hanging_sound_server.py"),
    ("devices/sound_server", "        self._hangs_until = monotonic() + RETRY_SECONDS\n", "", "devices/test_hanging_sound_server.py"),
    ("devices/sound_server", "if not address or _answers(address):", "if True:", "devices/test_hanging_sound_server.py"),
    ("devices/sound_server", "next(filter(_is_server, _peers()), _usual_address())", "_usual_address()", "devices/test_hanging_sound_server.py"),
    ("devices/sound_server", "        if not self.hangs:\n            close()\n            return\n", "        if True:\n            close()\n            return\n", "devices/test_hanging_sound_server.py"),
    ("devices/sound_server", "if not self.hangs and self._timer is not None:", "if self._timer is not None:", "devices/test_hanging_sound_server.py"),
    ("devices/chime", "        if SOUND_SERVER.hangs:\n            return\n", "", "devices/test_hanging_sound_server.py"),
    ("devices/abilities", "if SOUND_SERVER.hangs:", "if False:", "devices/test_hanging_sound_server.py"),
    ("devices/player", "    if SOUND_SERVER.hangs:\n        return False\n", "", "devices/test_hanging_sound_server.py"),
    ("devices/player", "if self._buffer is None or not SOUND_SERVER.hangs:", "if True:", "devices/test_hanging_sound_server.py"),
    ("devices/player", "        if not self._end_if_silenced():\n            self._media.pause()", "        self._media.pause()", "devices/test_hanging_sound_server.py"),
    ("devices/recorder", "        if SOUND_SERVER.hangs:\n            return False\n", "", "devices/test_hanging_sound_server.py"),
    ("devices/recorder", "SOUND_SERVER.close_when_it_answers(lambda: _stop(source))", "_stop(source)", "devices/test_hanging_sound_server.py"),
    ("devices/recorder", "if self._device is not None and not self.lost:", "if False:", "devices/test_recorder.py"),
    ("ui/composer/voice_recorder", "elif self._microphone.lost:", "elif False:", _ENDS),
    ("ui/composer/recording_wiring", "if self.stop():\n            return", "self.stop()", _ENDS),
    ("ui/composer/recording_wiring", "row.left.connect(self.stop)", "pass", _ENDS),
    ("ui/composer/composer", "and not self.tools.settled.isActive()", "", _ENDS),
    ("ui/composer/recording_wiring", "if settled.isActive():", "if False:", _ENDS),
    ("ui/composer/recording_wiring", "            settled.start()\n", "", _ENDS),
    ("ui/composer/message_edit", "and not event.isAutoRepeat()", "", _ENDS),
    ("ui/composer/drafts", "if not again or self._reply.is_open(consultation_id):", "if True:", "ui/composer/test_open_reply.py"),
    ("devices/printers", "        if not answered:\n            return PrinterAnswer.SILENT\n", "", "devices/test_printers.py"),
    ("devices/printers", "if self._question is None or self._question.done():", "if True:", "devices/test_printers.py"),
    ("ui/settings/page", '        self._asked_for = ""\n        self._mark', "        self._mark", "ui/settings/test_sections.py"),
    ("ui/settings/page", "        section.moved.connect(self._scroll_to_asked_for)\n", "", "ui/settings/test_sections.py"),
    ("ui/main_window/main_window", "        self.pages.active = None\n", "", "journeys/test_signing_out.py"),
]  # fmt: skip

GUARDS = [Guard(*texts) for texts in _TEXTS]
