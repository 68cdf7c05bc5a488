"""The desktop's portal is asked for motion, contrast and dark, and its changes are followed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusVariant

from tests.ui.shell.session_bus import needs_bus, run_on_bus
from workstation.ui.kit.theme.system_look import SystemLook
from workstation.ui.shell.desktop_preferences import (
    APPEARANCE,
    KEYS,
    DesktopPreferences,
    has_session_bus,
    look_of,
    plain,
)

GNOME, HIGH, KDE = KEYS[3:]
WATCH = """
import sys
from PySide6.QtCore import ClassInfo, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant
from PySide6.QtWidgets import QApplication
from workstation.ui.kit.theme import theme
from workstation.ui.shell import desktop_preferences as preferences

@ClassInfo({"D-Bus Interface": preferences.INTERFACE})
class Portal(QObject):
    @Slot(str, str, result=QDBusVariant)
    def Read(self, group, name):
        return QDBusVariant(1 if name == "contrast" else "1")

application = QApplication([])
bus, portal = QDBusConnection.sessionBus(), Portal()
every = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerService(preferences.SERVICE)
assert bus.registerObject(preferences.OBJECT_PATH, portal, every)
preferences.DesktopPreferences(application)
looks = []

def look():
    if not theme._look.high_contrast:
        return  # the portal has not answered yet
    if looks[-1:] != [theme._look]:
        looks.append(theme._look)
    if len(looks) == 1:
        message = QDBusMessage.createSignal(
            preferences.OBJECT_PATH, preferences.INTERFACE, "SettingChanged"
        )
        change = [preferences.APPEARANCE, "reduced-motion", QDBusVariant(1)]
        message.setArguments(change)
        bus.send(message)
    elif len(looks) == 2:
        application.quit()

timer = QTimer(interval=10)
timer.timeout.connect(look)
timer.start()
QTimer.singleShot(60_000, lambda: application.exit(3))
status = application.exec()
print([(each.motionless, each.high_contrast) for each in looks])
sys.exit(status)
"""


@needs_bus
def test_what_the_portal_says_and_each_change_reach_the_theme() -> None:
    result = run_on_bus(WATCH)
    looks = [(False, True), (True, True)]
    assert (result.returncode, result.stdout.strip()) == (0, str(looks)), result.stderr


@pytest.mark.parametrize(
    ("values", "look"),
    [
        ({}, SystemLook()),
        ({(APPEARANCE, "reduced-motion"): 1}, SystemLook(motionless=True)),
        ({(APPEARANCE, "reduced-motion"): 0, GNOME: True, KDE: "1"}, SystemLook()),
        ({GNOME: False}, SystemLook(motionless=True)),
        ({KDE: "0"}, SystemLook(motionless=True)),
        ({KDE: "0.0"}, SystemLook(motionless=True)),
        ({KDE: "0.5"}, SystemLook()),
        ({(APPEARANCE, "contrast"): 1}, SystemLook(high_contrast=True)),
        ({HIGH: True}, SystemLook(high_contrast=True)),
        ({(APPEARANCE, "color-scheme"): 1}, SystemLook(scheme=Qt.ColorScheme.Dark)),
        ({(APPEARANCE, "color-scheme"): "dark", KDE: None, GNOME: "no"}, SystemLook()),
    ],
)
def test_the_words_of_every_desktop_are_understood(values: dict, look: SystemLook) -> None:
    assert look_of(values) == look


def test_a_value_is_taken_out_of_however_many_variants() -> None:
    assert plain(QDBusVariant(QDBusVariant(1))) == 1


def test_without_a_bus_nobody_is_asked_and_none_is_started(qapp, monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not has_session_bus()
    assert DesktopPreferences(qapp)._values == {}
