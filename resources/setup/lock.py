"""Write the seven lock files anew from pyproject.toml: newest allowed versions, hashes, no host.

Each file holds the one before it at the same versions, valid on CPython 3.11 to 3.13, on
Linux x86_64 and on Windows. That of the installers with every optional part holds the tests', too,
so that what is shipped was tested. The last one is for systems whose C library is older than 2.34:
it is the installer's, with the last Qt that runs there. Needs the network.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from environment import tool

ROOT = Path(__file__).resolve().parents[2]
# The tool that writes the hashes of everything else is held by one, too: Linux on x86_64 and ARM.
UV = (
    "uv==0.13.9 "
    "--hash=sha256:d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19 "
    "--hash=sha256:ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375"
)
LOCKS = (
    ("requirements.txt", []),
    ("requirements-demo.txt", ["demo"]),
    ("requirements-demo-extras.txt", ["demo", "heic", "ocr"]),
    ("requirements-test.txt", ["demo", "test"]),
    ("requirements-installer.txt", ["demo", "installer"]),
    ("requirements-installer-extras.txt", ["demo", "installer", "heic", "ocr"]),
)
INSTALLER_LOCK, INSTALLER_EXTRAS = LOCKS[4]
OLDER_LOCK, OLDER_QT = "requirements-installer-older.txt", "6.9.*"
QT = ("pyside6-essentials", "pyside6-addons", "shiboken6")
OPTIONS = (
    "--universal --python-version 3.11 --only-binary :all: --generate-hashes --upgrade --quiet "
    "--no-emit-index-url --no-emit-find-links --no-annotate --no-header"
).split()


def main() -> None:
    tools = tool(ROOT / ".setup" / "lock", UV).parents[1]
    before: list[str] = []
    for name, extras in LOCKS:
        _lock(tools, name, extras, before)
        before = [*before, "-c", name]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as bounds:
        bounds.write(older_bounds((ROOT / INSTALLER_LOCK).read_text()))
        bounds.flush()
        _lock(tools, OLDER_LOCK, INSTALLER_EXTRAS, ["-c", bounds.name])


def older_bounds(lock: str) -> str:
    """Everything of a lock at its version, and Qt at the older one."""
    pins = re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", lock, re.MULTILINE)
    pins_without_qt = [f"{name}=={version}" for name, version in pins if name not in QT]
    return "\n".join([*pins_without_qt, *(f"{name}=={OLDER_QT}" for name in QT), ""])


def _lock(tools: Path, name: str, extras: list[str], bounds: list[str]) -> None:
    print(f"Locking {name} ...", flush=True)
    chosen = [word for extra in extras for word in ("--extra", extra)]
    command = [tools / "bin/uv", "pip", "compile", "pyproject.toml", *OPTIONS, *chosen]
    subprocess.run([*command, *bounds, "-o", name], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
