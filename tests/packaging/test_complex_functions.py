"""Complex numbers in the C library of the Wine that builds the optional parts for Windows."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT
from tests.packaging.conftest import need
from tests.packaging.wine import Wine

sys.path.insert(0, str(ROOT / "resources/setup"))

import complex_functions
from windows import exports


def test_a_program_that_asks_for_them_comes_to_its_end(wine: Wine, tmp_path: Path) -> None:
    need(exports.GCC)
    program, source = tmp_path / "complex.exe", Path(__file__).with_name("complex.c")
    subprocess.run([exports.GCC, "-o", program, source], check=True)
    assert wine.run_installer(program) != 3, "Wine has them by now"
    for _ in range(2):
        complex_functions.add(tmp_path / "windows")
    assert wine.run_installer(program) == 3
