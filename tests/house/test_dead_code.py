"""Nothing is kept for nobody: what no line of the product uses is found by vulture.

At 80 % confidence it knows: imports, variables and arguments without a reader, and code that cannot
be reached. Below that it guesses, and a dataclass's field or an override of Qt's looks dead to it.
"""

import subprocess
import sys

import pytest

from tests.house.source import PRODUCT, ROOT

CONFIDENCE = "80"


def test_the_product_has_no_dead_code() -> None:
    pytest.importorskip("vulture", reason="an environment of before it was among the requirements")
    result = subprocess.run(
        [sys.executable, "-m", "vulture", str(PRODUCT), "--min-confidence", CONFIDENCE],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
