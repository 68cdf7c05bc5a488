"""A real Secret Service (gnome-keyring) on a D-Bus of its own, in the states it has on PCs.

No prompter can be shown there, so a prompt is dismissed at once, as by a person who closes it.
"""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

secretstorage = pytest.importorskip(
    "secretstorage", reason="the Secret Service of Linux' desktops, which Windows does not have"
)
from jeepney import DBusAddress, MessageType, new_method_call  # noqa: E402
from jeepney.io.blocking import DBusConnection  # noqa: E402
from secretstorage import util  # noqa: E402

DAEMON = shutil.which("gnome-keyring-daemon")
DBUS = shutil.which("dbus-daemon")
HERE = "/org/freedesktop/secrets"
PASSWORD = b"password of the log-on"
WITHOUT_PROMPT = DBusAddress(
    HERE, "org.gnome.keyring", "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
)
REAL = pytest.mark.skipif(DAEMON is None or DBUS is None, reason="gnome-keyring is not installed")


@dataclass
class DesktopKeyring:
    """One user's session: its bus, its home, and the daemon while it runs."""

    home: Path
    environment: dict[str, str]
    daemon: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self, *, password: bytes | None = None) -> None:
        """Log on: with a password as a person does, or without, as a PC does by itself."""
        unlock = ["--unlock"] if password is not None else []
        assert DAEMON is not None
        self.daemon = subprocess.Popen(  # noqa: S603
            [DAEMON, "--foreground", "--components=secrets", *unlock],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert self.daemon.stdin is not None
        self.daemon.stdin.write(password or b"")
        self.daemon.stdin.close()
        self._await()

    def stop(self) -> None:
        """Log off."""
        if self.daemon is not None:
            self.daemon.terminate()
            self.daemon.wait(10)
            self.daemon = None

    def lock(self) -> None:
        """Lock it, as the desktop does after a while."""
        with self._bus() as bus:
            secretstorage.Collection(bus).lock()

    def unlock(self) -> None:
        """Give the password, elsewhere than in a prompt of the program's."""
        with self._bus() as bus:
            session = util.open_session(bus)
            secret = util.format_secret(session, PASSWORD, "text/plain")
            collection = f"{HERE}/collection/login"
            asked = new_method_call(
                WITHOUT_PROMPT, "UnlockWithMasterPassword", "o(oayays)", (collection, secret)
            )
            answer = bus.send_and_get_reply(asked)
            assert answer.header.message_type is MessageType.method_return, answer.body

    def empty(self) -> None:
        """Delete every secret in it."""
        with self._bus() as bus:
            for item in list(secretstorage.Collection(bus).get_all_items()):
                item.delete()

    def _await(self) -> None:
        """Until it is on the bus, whose only word of that is an answer to who asks."""
        assert self.daemon is not None
        until = time.monotonic() + 20
        while time.monotonic() < until and self.daemon.poll() is None:
            with self._bus() as bus:
                if secretstorage.check_service_availability(bus):
                    return
        raise AssertionError("gnome-keyring does not come up")

    @contextlib.contextmanager
    def _bus(self) -> Iterator[DBusConnection]:
        with contextlib.closing(secretstorage.dbus_init()) as bus:
            yield bus


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
"""A bus that starts no services: no prompter, and not the daemon at the first call."""


@contextlib.contextmanager
def desktop(home: Path, patch: pytest.MonkeyPatch) -> Iterator[DesktopKeyring]:
    """A user's session without a keyring daemon yet; ``DBUS_SESSION_BUS_ADDRESS`` leads there."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    configuration = home / "bus.conf"
    configuration.write_text(BUS.format(folder=home))
    assert DBUS is not None
    command = [DBUS, f"--config-file={configuration}", "--nofork", "--print-address"]
    bus = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert bus.stdout is not None
    address = bus.stdout.readline().strip()
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_DATA_HOME": str(home / "share"),
        "DBUS_SESSION_BUS_ADDRESS": address,
    }
    patch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    keyring = DesktopKeyring(home, environment)
    try:
        yield keyring
    finally:
        keyring.stop()
        bus.terminate()
        bus.wait(10)
        bus.stdout.close()
