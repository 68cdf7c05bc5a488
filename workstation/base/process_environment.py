"""What a process may be started without: standard streams, the time zone, a screen, open files.

A windowed program of Windows has no standard output: Python gives it ``None``, and what is written
for a console (``workstation.exe --check``, by mistake) would end in an error box.

``TZ`` means something else to Windows' C library than to everybody: ``Asia/Shanghai``, left by a
tool that came from Unix, is read as a zone "Asi" without an offset, and every time that this
program shows would be eight hours off. Windows itself knows the zone. It asks for it once, as the
libraries of Linux do: a window that is open all day would go on in the zone that the PC had when it
was opened.

A session of Linux without a screen (``ssh``, a service) makes Qt abort, with advice that misleads.
So does a display that is gone (a terminal that outlived its desktop) or lets only its owner in
(``sudo``, ``su``, a permission of an earlier session). Only a connection shows that, which takes
milliseconds, more on a busy desktop. So it is tried by a thread while the program loads.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

LAST_STREAM = 2
"""The number of standard error; those below are standard input and output."""

OTHERS_WRITE, OWNER_ALL = 0o022, 0o700
QT_PLATFORM = "QT_QPA_PLATFORM"
NAMING_A_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", QT_PLATFORM)
NAMING_AN_X_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY")
"""Where Qt is to take X; what a Wayland display without X means, ``refused_display`` says."""

WAYLAND_DEFAULT = "wayland-0"
"""What libwayland looks for where no display is named."""

if sys.platform == "win32":
    import ctypes

    def use_system_zone() -> None:
        """Take the time zone from Windows alone."""
        if os.environ.pop("TZ", None) is not None:
            follow_system_zone()

    def follow_system_zone() -> None:
        """Go by the zone that Windows has by now; microseconds."""
        ctypes.cdll.ucrtbase._tzset()  # noqa: SLF001 - its public name

else:

    def use_system_zone() -> None:
        """Do nothing: only Windows' library reads ``TZ`` in a form of its own."""

    def follow_system_zone() -> None:
        """Look at ``/etc/localtime`` again: Python's own times are made without; microseconds."""
        time.tzset()


def mend_umask() -> None:
    """Let this user use what the program makes, and nobody else change it, whatever is inherited.

    A folder that is made on the way to the data would let others put their own in its place, or
    would not even let its owner in.
    """
    if sys.platform != "win32":
        os.umask(os.umask(OTHERS_WRITE) & ~OWNER_ALL | OTHERS_WRITE)


def open_missing_streams() -> None:
    """Let what is written without a console go nowhere.

    On Unix the system gives a closed stream's number to the next file that is opened: a library's
    words about a codec would stand in the middle of a setting, or in a line to a server.
    """
    if sys.platform != "win32":
        while (number := os.open(os.devnull, os.O_RDWR)) <= LAST_STREAM:
            os.set_inheritable(number, True)
        os.close(number)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def has_descriptors(count: int) -> bool:
    """Whether the system gives so many more file descriptors at once; all are given back.

    Without one, GLib ends the program in the middle of its work.
    """
    opened: list[int] = []
    try:
        for _ in range(count):
            opened.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 - those before count
    except OSError:
        return False
    finally:
        for descriptor in opened:
            os.close(descriptor)
    return True


def platforms(environment: Mapping[str, str]) -> list[str]:
    """The platforms that Qt is told to try, in this order, such as ``wayland;xcb``; mostly none."""
    named = environment.get(QT_PLATFORM, "").split(";")
    return [name for each in named if (name := each.partition(":")[0])]


def has_screen(environment: Mapping[str, str]) -> bool:
    """Whether this session names something to show a window on; Windows' always have one."""
    names = NAMING_AN_X_SCREEN if platforms(environment) == ["xcb"] else NAMING_A_SCREEN
    return sys.platform != "linux" or any(environment.get(name) for name in names)


def refused_display(environment: Mapping[str, str]) -> str:
    """The variable, as it is set, whose display takes no window of this user; empty for none.

    Of several platforms that Qt is to try one is enough.
    """
    if sys.platform != "linux":
        return ""
    refused = ""
    for chosen in platforms(environment) or [""]:
        refused = _refused_by(chosen, environment)
        if not refused:
            break
    return refused


def _refused_by(chosen: str, environment: Mapping[str, str]) -> str:
    """The variable whose display refuses Qt; empty where none does.

    Qt tries X where a Wayland display is named that is not there, unless it is to take Wayland.
    ``chosen`` is empty where Qt chooses itself.
    """
    if chosen not in {"", "xcb", "wayland"}:
        return ""
    wayland = environment.get("WAYLAND_DISPLAY", "")
    if chosen == "wayland":
        wayland = wayland or WAYLAND_DEFAULT
    if chosen != "xcb" and _has_wayland({**environment, "WAYLAND_DISPLAY": wayland}):
        return ""
    name = environment.get("DISPLAY", "")
    if not name or chosen == "wayland":
        refused = f"WAYLAND_DISPLAY={wayland}" if wayland else ""
        return refused or ("DISPLAY=" if chosen == "xcb" else "")
    from workstation.base.x_connection import can_connect  # noqa: PLC0415  Wayland's start does without

    return "" if can_connect(name) else f"DISPLAY={name}"


def ask_display(environment: Mapping[str, str]) -> Callable[[], str]:
    """Begin to look for ``refused_display``; what is given back waits for the answer."""
    answers: list[str] = []
    thread = threading.Thread(
        target=lambda: answers.append(refused_display(environment)), name="display", daemon=True
    )
    thread.start()

    def answer() -> str:
        thread.join()
        return answers[0] if answers else ""

    return answer


def _has_wayland(environment: Mapping[str, str]) -> bool:
    """Whether anybody is behind the socket of the display that is named, for this user."""
    if environment.get("WAYLAND_SOCKET"):
        return True
    name = environment.get("WAYLAND_DISPLAY", "")
    socket = Path(environment.get("XDG_RUNTIME_DIR", ""), name)
    if not name or not socket.is_absolute():
        return False
    from workstation.base.local_socket import is_listened_to  # noqa: PLC0415  X's start does without

    return is_listened_to(socket)
