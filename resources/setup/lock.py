"""Write the five lock files anew from pyproject.toml: newest allowed versions, hashes, no host.

Each file holds the one before it at the same versions, valid on CPython 3.11 to 3.13, on
Linux x86_64 and on Windows. The last one is for systems whose C library is older than 2.34: it is
the installer's, with the last Qt that runs there. Needs the network.
"""

import re
import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV = "uv==0.13.9"
LOCKS = (
    ("requirements.txt", []),
    ("requirements-demo.txt", ["demo"]),
    ("requirements-test.txt", ["demo", "test"]),
    ("requirements-installer.txt", ["demo", "installer"]),
)
OLDER_LOCK, OLDER_QT = "requirements-installer-older.txt", "6.9.*"
QT = ("pyside6-essentials", "pyside6-addons", "shiboken6")
OPTIONS = (
    "--universal --python-version 3.11 --only-binary :all: --generate-hashes --upgrade --quiet "
    "--no-emit-index-url --no-emit-find-links --no-annotate --no-header"
).split()


def main() -> None:
    tools = ROOT / ".setup" / "lock"
    if not tools.exists():
        venv.create(tools, with_pip=True)
        subprocess.run([tools / "bin/pip", "install", "-q", UV], check=True)
    before: list[str] = []
    for name, extras in LOCKS:
        _lock(tools, name, extras, before)
        before = [*before, "-c", name]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as bounds:
        bounds.write(older_bounds((ROOT / LOCKS[-1][0]).read_text()))
        bounds.flush()
        _lock(tools, OLDER_LOCK, LOCKS[-1][1], ["-c", bounds.name])


def older_bounds(lock: str) -> str:
    """Everything of a lock at its version, and Qt at the older one."""
    pins = re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", lock, re.MULTILINE)
    kept = [f"{name}=={version}" for name, version in pins if name not in QT]
    return "\n".join([*kept, *(f"{name}=={OLDER_QT}" for name in QT), ""])


def _lock(tools: Path, name: str, extras: list[str], bounds: list[str]) -> None:
    print(f"Locking {name} ...", flush=True)
    chosen = [word for extra in extras for word in ("--extra", extra)]
    command = [tools / "bin/uv", "pip", "compile", "pyproject.toml", *OPTIONS, *chosen]
    subprocess.run([*command, *bounds, "-o", name], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
