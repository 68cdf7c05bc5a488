"""Write the four lock files anew from pyproject.toml: newest allowed versions, hashes, no host.

Each file holds the one before it at the same versions, valid on CPython 3.11 to 3.13, on
Linux x86_64 and on Windows. Needs the network.
"""

import subprocess
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
        print(f"Locking {name} ...", flush=True)
        chosen = [word for extra in extras for word in ("--extra", extra)]
        command = [tools / "bin/uv", "pip", "compile", "pyproject.toml", *OPTIONS, *chosen]
        subprocess.run([*command, *before, "-o", name], check=True, cwd=ROOT)
        before = [*before, "-c", name]


if __name__ == "__main__":
    main()
