"""A program of a test's own, in a new interpreter without a screen."""

import os
import subprocess
import sys


def said_by(program: str, *arguments: str) -> list[str]:
    """The words it prints; it must end by itself and without an error."""
    done = subprocess.run(  # noqa: S603 - a test's own words
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return done.stdout.split()
