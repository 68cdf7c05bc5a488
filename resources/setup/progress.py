"""Long commands shown by the few of their lines that say how far they are."""

import subprocess
from collections.abc import Sequence
from pathlib import Path


def follow(command: Sequence[str | Path], prefixes: tuple[str, ...]) -> int:
    """Run `command`, print its lines that start with one of `prefixes`; its exit status."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            if line.strip().startswith(prefixes):
                print(f"  {line.strip()[:100]}", flush=True)
    return process.returncode
