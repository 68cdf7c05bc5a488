"""Screen savers are asked whether they are before the session, where an end may not be told."""

import pytest

from tests.ui.shell.session_bus import needs_bus, run_on_bus
from workstation.ui.shell.lock_question import is_unlocked

ASK = """
import sys
from PySide6.QtCore import ClassInfo, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget
from workstation.ui.shell.system_lock import SystemLockWatch

@ClassInfo({"D-Bus Interface": "org.gnome.ScreenSaver"})
class Saver(QObject):
    answers = [True, False, False]

    @Slot(result=bool)
    def GetActive(self):
        answer = self.answers.pop(0)
        print(answer, flush=True)
        if self.answers:
            QTimer.singleShot(0, ask_again)
            if not answer:
                watch.on_begun(True)  # before this answer has come
        return answer

def ask_again():
    if question._waiting:
        QTimer.singleShot(1, ask_again)
    else:
        watch.verify()

def on_locked(locked):
    if locked:
        return
    print("open", flush=True)
    if bus.unregisterService("org.gnome.ScreenSaver"):  # it crashes behind the next lock
        watch.on_begun(True)
        watch.verify()
    else:
        application.quit()

application = QApplication([])
window, saver = QWidget(), Saver()
watch = SystemLockWatch(window)
question, bus = watch._question, QDBusConnection.sessionBus()
every = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerService("org.gnome.ScreenSaver")
assert bus.registerObject("/org/gnome/ScreenSaver", saver, every)
watch.verify()
assert not question._waiting, "nothing is locked"
watch.session_locked.connect(on_locked)
watch.on_begun(True)
watch.verify()
watch.verify()
QTimer.singleShot(60_000, lambda: application.exit(3))
sys.exit(application.exec())
"""


@needs_bus
def test_a_lock_whose_end_nobody_told_is_over_once_the_screen_saver_says_so_or_is_gone() -> None:
    result = run_on_bus(ASK)
    expected = ["True", "False", "False", "open", "open"]
    assert (result.returncode, result.stdout.split()) == (0, expected), result.stderr


@pytest.mark.parametrize(
    ("answers", "unlocked"),
    [
        ([False], True),
        ([False, None], True),
        ([False, True], False),
        ([True], False),
        ([None], False),
        ([], True),
    ],
)
def test_one_that_is_active_is_enough_and_none_that_can_say_it_is_no_end(
    answers: list[object], unlocked: bool
) -> None:
    assert is_unlocked(answers) is unlocked
