"""A doctor at a machine of the tests: eyes on a screen, hands on its keys, ears at its sound."""

import operator
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.packaging.bare_debian import BareDebian
from tests.packaging.conftest import need
from tests.packaging.screen import Box, Screen, screen

PROGRAM = "/opt/doctor-workstation/current/workstation"
SECONDS = 60
STILL_SECONDS = 1.0
# Boxes of the screen: left, top, width, height.
SIGN_IN, QUEUE = (400, 200, 640, 500), (80, 110, 310, 400)
PAINTED, A_CARET = 20, 8
CODE = "a1b2c3d4e5f6g7h8i9j0"
CHUNK = 64 * 1024
SOUND_SERVER = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
SOUND_SERVER += ["--disable-shm=yes"]


class Seat:
    """What can be seen, pressed and heard while the program runs."""

    def __init__(
        self, display: Screen, folder: Path, sound: Path, program: "subprocess.Popen[str]"
    ) -> None:
        self._display, self._folder, self._sound = display, folder, sound
        self._program = program

    def signs_in(self, token: str) -> None:
        """From the start of the program to the work queue, looking before each step.

        A bare machine has no credential service, so that a first unlock code is asked for.
        """
        assert self.sees(SIGN_IN, PAINTED), "the page to sign in"
        self._enters(token)
        assert self.sees_change(SIGN_IN, lambda: self.press("Return")), "a code is asked for"
        self._enters(CODE)
        self.press("Return")
        self._enters(CODE)
        self.press("Return")
        assert self.sees(QUEUE, PAINTED), f"the work queue; the log ends: {self.log()[-5:]}"

    def _enters(self, words: str) -> None:
        """Type into the field of a page that stands still, and see it filled."""
        self.sees_stillness(SIGN_IN)
        assert self.sees_change(SIGN_IN, lambda: self.write(words), share=0.001), "dots in a field"
        self.sees_stillness(SIGN_IN)

    def sees(self, box: Box, colours: int) -> bool:
        """Wait until a box of the screen has that many colours; whether it came to that."""
        return self._comes(lambda: self._display.colours(box) >= colours)

    def sees_change(self, box: Box, act: Callable[[], object], share: float = 0.1) -> bool:
        """Do something and wait until that share of a box looks different; whether it does."""
        before = self._display.points(box)

        def changed() -> bool:
            now = self._display.points(box)
            return sum(map(operator.ne, before, now)) > share * len(before)

        act()
        return self._comes(changed)

    def sees_stillness(self, box: Box) -> None:
        """Wait until nothing but a caret has changed in a box for a while."""
        before, since = self._display.points(box), time.monotonic()

        def still() -> bool:
            nonlocal before, since
            now = self._display.points(box)
            if sum(map(operator.ne, before, now)) > A_CARET:
                before, since = now, time.monotonic()
            return time.monotonic() - since > STILL_SECONDS

        assert self._comes(still), "it goes on changing"

    def log(self) -> list[str]:
        """The lines of the program's log."""
        logs = sorted(self._folder.glob(".local/state/doctor-workstation/logs/*"))
        return [line for path in logs for line in path.read_text(errors="replace").splitlines()]

    def program(self) -> Path:
        """The file of the program that runs now, as it is found from outside the machine."""
        return Path(f"/proc/{self._program.pid}/exe").readlink()

    def waits_for(self, come: Callable[[], bool]) -> bool:
        """Wait until something is so, while the program runs; whether it came to that."""
        return self._comes(come)

    def press(self, *keys: str) -> None:
        """Press keys by their names, such as ``ctrl+j``, in the program's window."""
        self._xdotool("key", "--clearmodifiers", "--delay", "60", *keys)

    def click(self, left: int, top: int) -> None:
        """Click somewhere on the screen; the window is as large as the screen."""
        self._xdotool("mousemove", str(left), str(top), "click", "1")

    def write(self, text: str) -> None:
        """Type plain letters."""
        self._xdotool("type", "--delay", "5", text)

    def hears(self) -> bool:
        """Listen until there is anything but silence; whether there was."""
        command = ["parec", f"--server=unix:{self._sound}", "--device=ear.monitor", "--raw"]
        deadline = time.monotonic() + SECONDS
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        ) as listening:
            assert listening.stdout is not None
            has_sound = False
            while not has_sound and time.monotonic() < deadline:
                has_sound = any(listening.stdout.read(CHUNK) or b"")
            listening.terminate()
        return has_sound

    def _comes(self, seen: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self._program.poll() is None:
            if seen():
                return True
            time.sleep(0.2)
        return False

    def _xdotool(self, *command: str) -> None:
        # Nobody manages windows here, so the program's is told that it has the keyboard.
        window = ["search", "--onlyvisible", "--class", "workstation", "windowfocus", "--sync"]
        here = {"DISPLAY": self._display.display, "PATH": "/usr/bin:/bin"}
        for asked in (window, command):
            subprocess.run(["xdotool", *asked], check=True, env=here, stdout=subprocess.DEVNULL)


@contextmanager
def seat(machine: BareDebian, *arguments: str) -> Iterator[Seat]:
    """Start the installed program at a screen and a sound card, and end it."""
    need("Xvfb", "xdotool", "pulseaudio", "parec")
    folder = machine.root / "srv"
    with screen(folder) as display, _sockets_inside(machine), _sound(folder) as sound:
        here = {"DISPLAY": display.display, "PULSE_SERVER": "unix:/srv/sound"}
        with machine.start(PROGRAM, *arguments, **here) as program:
            try:
                yield Seat(display, folder, sound, program)
            finally:
                program.terminate()


@contextmanager
def _sound(folder: Path) -> Iterator[Path]:
    """A sound card that nobody hears but who asks for its monitor; the socket of its server."""
    socket = folder / "sound"
    modules = ["module-null-sink sink_name=ear"]
    modules += [f"module-native-protocol-unix socket={socket} auth-anonymous=1"]
    loaded = [word for module in modules for word in ("-L", module)]
    state_folder = str(folder / "pulse")
    own = {
        "HOME": state_folder,
        "PULSE_RUNTIME_PATH": state_folder,
        "PULSE_STATE_PATH": state_folder,
        "PATH": "/usr/bin",
    }
    with subprocess.Popen([*SOUND_SERVER, *loaded], env=own, stderr=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + SECONDS
            while not socket.exists():
                assert server.poll() is None, "the sound server ended"
                assert time.monotonic() < deadline, "the sound server does not start"
                time.sleep(0.05)
            yield socket
        finally:
            server.terminate()


@contextmanager
def _sockets_inside(machine: BareDebian) -> Iterator[None]:
    outside, inside = Path("/tmp/.X11-unix"), machine.root / "tmp/.X11-unix"  # noqa: S108
    inside.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", outside, inside], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", inside], check=True)


def everything_ended(machine: BareDebian) -> None:
    """Wait until nothing runs inside; a demo's clinic ends by itself when its window is gone."""
    deadline = time.monotonic() + SECONDS
    while inside := [
        process for process in Path("/proc").glob("[0-9]*") if _lives_in(process, machine)
    ]:
        assert time.monotonic() < deadline, f"left running: {inside}"
        time.sleep(0.1)


def _lives_in(process: Path, machine: BareDebian) -> bool:
    try:
        return (process / "root").readlink() == machine.root
    except OSError:
        return False
