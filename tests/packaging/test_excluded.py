"""What the bundle leaves out by name."""

import subprocess

import pytest

from tests.house.source import ROOT
from tests.packaging.built import PYTHON

ALIASES = """
import sys
sys.path[:0] = ["resources/installer", "."]
from PyInstaller.utils.hooks.setuptools import setuptools_info
from trim import EXCLUDED_MODULES
aliases = {name for name, _ in setuptools_info.get_distutils_aliases()}
print(sys.version_info >= (3, 12), sorted(aliases & {*EXCLUDED_MODULES}))
"""


def test_nothing_is_excluded_that_is_another_name_of_what_is_there() -> None:
    """PyInstaller stops where something asks for such a name, as cffi does on Windows."""
    if not PYTHON.exists():
        pytest.skip("NOT RUN, no build environment: make installer makes it")
    answer = subprocess.run(
        [PYTHON, "-c", ALIASES], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert answer.stdout.strip() in {"True []", "False ['distutils']"}
