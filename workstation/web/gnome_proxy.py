"""The proxy of GNOME and the desktops that keep its settings (UKUI, Deepin, Cinnamon).

They are asked for through ``gsettings`` by its full path, on Linux only: on Windows that path lies
on the current drive, every account can create it, and whatever lies there would run as the doctor.
The answer is kept until the next wire is opened.
"""

import ast
import ipaddress
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

from workstation.domain.address import Origin
from workstation.domain.value import Value

PROGRAM = Path("/usr/bin/gsettings")
SCHEMA = "org.gnome.system.proxy"
SECONDS = 2.0

_LINE = re.compile(rf"{re.escape(SCHEMA)}(?:\.(\w+))? ([\w-]+) (?:@as )?(.+)")


class DesktopProxy(Value):
    """What the desktop says: ``mode`` is none, manual or auto; servers by scheme.

    ``ignored`` are names, patterns (``*.hospital.example``) and networks (``10.0.0.0/8``) that are
    reached directly.
    """

    mode: str = "none"
    servers: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()

    def server_for(self, origin: Origin) -> str | None:
        """The proxy for this origin, as ``http://proxy:3128``; ``None`` for a direct connection."""
        if self.mode != "manual" or any(_covers(rule, origin) for rule in self.ignored):
            return None
        return dict(self.servers).get(origin.scheme)


def ask(program: Path = PROGRAM, platform: str = sys.platform) -> DesktopProxy:
    """The desktop's settings; none where there is no such desktop. Blocking, two seconds long."""
    if platform != "linux" or not program.is_file():
        return DesktopProxy()
    try:
        output = subprocess.run(  # noqa: S603  a fixed program and fixed words
            [program, "list-recursively", SCHEMA],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return DesktopProxy()
    return read(output.stdout)


def read(output: str) -> DesktopProxy:
    """Read the lines of ``gsettings list-recursively``; what is not understood is left out."""
    values = {}
    for group, name, text in _LINE.findall(output):
        try:
            values[group, name] = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            continue
    servers = []
    for scheme in ("http", "https"):
        host, port = values.get((scheme, "host")), values.get((scheme, "port"))
        if isinstance(host, str) and host and isinstance(port, int) and port:
            written = f"[{host}]" if ":" in host else host
            servers.append((scheme, f"http://{written}:{port}"))
    ignored = values.get(("", "ignore-hosts"))
    rules = ignored if isinstance(ignored, list) else []
    return DesktopProxy(
        str(values.get(("", "mode"), "none")), tuple(servers), tuple(map(str, rules))
    )


def _covers(rule: str, origin: Origin) -> bool:
    """Whether an entry of ``ignore-hosts`` is about this host: a name, a pattern, a network."""
    address = origin.address
    if address is not None and "/" in rule:
        try:
            return address in ipaddress.ip_network(rule, strict=False)
        except ValueError:
            return False
    pattern = rule.lower().strip("[]")
    return fnmatchcase(origin.host, pattern) or origin.host.endswith(f".{pattern.lstrip('.*')}")
