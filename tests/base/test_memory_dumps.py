"""A crash leaves no copy of what the program holds."""

import subprocess
import sys

import pytest

PROGRAM = """
import resource, subprocess, sys
from pathlib import Path
from workstation.base.memory_dumps import COREDUMP_FILTER, refuse_memory_dumps
from workstation.__main__ import main
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
try:
    main(["--version"])
except SystemExit:
    pass
child = (
    "import resource as r; from pathlib import Path; "
    "print(r.getrlimit(r.RLIMIT_CORE), Path('/proc/self/coredump_filter').read_text())"
)
print(resource.getrlimit(resource.RLIMIT_CORE), COREDUMP_FILTER.read_text())
print(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="core files are Linux's")
def test_neither_the_program_nor_its_children_write_their_memory_down() -> None:
    done = subprocess.run(  # noqa: S603 - a test's own words
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=180, check=True
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("(")]
    assert lines == ["(0, 0) 00000000"] * 2
