"""The portal of a Linux desktop gets a notice as it wants one, over a bus of this test's own."""

import os
import shutil
import subprocess
import sys

import pytest

from workstation.ui.shell import xdg_notifications

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a session bus"
)
PATIENCE = 60
TELL = """
from PySide6.QtCore import QCoreApplication
from workstation.ui.shell import xdg_notifications

application = QCoreApplication([])
assert xdg_notifications.send("医生工作站", "有新消息")
xdg_notifications.withdraw()
application.processEvents()
"""
ASK_NOBODY = """
from PySide6.QtCore import QCoreApplication, QTimer
from workstation.ui.shell import xdg_notifications

application = QCoreApplication([])
xdg_notifications.send_or("医生工作站", "王秀英", lambda: application.exit(7), application)
QTimer.singleShot(60_000, application.quit)
raise SystemExit(application.exec())
"""
CLICK = """
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from workstation.ui.shell import xdg_notifications as ours

application, opened = QCoreApplication([]), []
clicks = ours.NotificationClicks()

def note(token):
    opened.append(token)
    if len(opened) == 3:
        print(opened, flush=True)
        application.quit()

clicks.opened.connect(note)
portal = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "portal")
assert portal.registerService(ours.SERVICE)
for name, action, more in (
    ("of-another", ours.OPEN, []),
    (ours.NOTIFICATION_ID, "other", []),
    (ours.NOTIFICATION_ID, ours.OPEN, [{"activation-token": "t1"}]),
    (ours.NOTIFICATION_ID, ours.OPEN, ["target", 7, {"startup-id": "t2"}]),
    (ours.NOTIFICATION_ID, ours.OPEN, [{"activation-token": 3}]),
):
    signal = QDBusMessage.createSignal(ours.OBJECT_PATH, ours.INTERFACE, "ActionInvoked")
    signal.setArguments([name, action, more])
    assert portal.send(signal)
QTimer.singleShot(60_000, lambda: application.exit(3))
raise SystemExit(application.exec())
"""
CONFIGURATION = """
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def bus(tmp_path):
    """The address of a bus that nobody else is on."""
    path = tmp_path / "bus"
    configuration = tmp_path / "bus.conf"
    configuration.write_text(CONFIGURATION.format(path=path))
    daemon = subprocess.Popen(  # noqa: S603
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],  # noqa: S607
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield daemon.stdout.readline().strip()
    daemon.kill()
    daemon.communicate(timeout=PATIENCE)


@pytest.mark.skipif(shutil.which("dbus-monitor") is None, reason="needs dbus-monitor to listen")
def test_the_notice_is_asked_for_in_the_form_of_the_portal(bus):
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
    monitor = subprocess.Popen(  # noqa: S603
        ["dbus-monitor", "--address", bus, f"interface={xdg_notifications.INTERFACE}"],  # noqa: S607
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        listening = monitor.stdout.readline()
        assert listening
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", TELL], env=environment, check=True, timeout=PATIENCE
        )
        text = ""
        while not text.rstrip().endswith(f'"{xdg_notifications.NOTIFICATION_ID}"') or (
            "RemoveNotification" not in text
        ):
            line = monitor.stdout.readline()
            assert line, text
            text += line
    finally:
        monitor.kill()
        monitor.communicate(timeout=PATIENCE)
    names = f"interface={xdg_notifications.INTERFACE}; member=AddNotification"
    assert f"path={xdg_notifications.OBJECT_PATH}; {names}" in text
    assert f'string "{xdg_notifications.NOTIFICATION_ID}"' in text
    assert text.index("array") > text.index("string")
    assert "有新消息" in text
    assert "医生工作站" in text
    assert (
        f'string "default-action"         variant             string "{xdg_notifications.OPEN}"'
        in (text.replace("\n", ""))
    )


def test_a_click_is_told_once_with_the_right_to_come_forward(bus):
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", CLICK],
        env=environment,
        check=True,
        timeout=PATIENCE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert result.stdout.strip() == "['t1', '', '']"


def test_where_the_bus_has_no_portal_the_notice_is_given_back(bus):
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASK_NOBODY], env=environment, check=False, timeout=PATIENCE
    )
    assert result.returncode == 7


def test_without_a_bus_nobody_is_asked():
    program = (
        "from workstation.ui.shell import xdg_notifications as sent; assert not sent.send('a', 'b')"
    )
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=PATIENCE)  # noqa: S603
