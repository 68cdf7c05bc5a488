"""What a bundle takes from the system that builds it, where that system has a newer one to offer.

CPython, OpenSSL and expat of a Debian package are the building machine's: a fix that it has not
installed is not shipped, however new the locked packages are.
"""

import os
import re
import subprocess
from collections.abc import Iterable

# "NAME:" on the margin, below it what is installed and what an upgrade would bring.
ENTRY = re.compile(r"^(\S+):\n {2}Installed: (\S+)\n {2}Candidate: (\S+)$", re.MULTILINE)


def warnings(packages: Iterable[str]) -> list[str]:
    """Lines that name the Debian packages of which apt knows a newer version, and the remedy."""
    asked = ["apt-cache", "policy", *sorted(packages)]
    spoken = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(asked, check=False, capture_output=True, text=True, env=spoken)
    except FileNotFoundError:
        return []
    return described(done.stdout)


def described(policy: str) -> list[str]:
    """The lines for what `apt-cache policy` answered."""
    behind = [
        (name, installed, candidate)
        for name, installed, candidate in ENTRY.findall(policy)
        if "(none)" not in {installed, candidate} and installed != candidate
    ]
    if not behind:
        return []
    lines = [f"OUTDATED {name} {old}: {new} is there" for name, old, new in behind]
    names = " ".join(name for name, _, _ in behind)
    return [*lines, f"sudo apt-get install --only-upgrade {names}, then build again"]
