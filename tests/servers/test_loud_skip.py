"""Real engines that cannot run here are not passed over in silence."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFTEST = """
from tests.servers.conftest import *
from tests.servers import rig

rig.missing = lambda name: [] if name == "clinic" else [f"package-of-{name}"]
"""
TEST = """
import pytest

@pytest.mark.parametrize("engine", ["prosody", "ejabberd"], indirect=True)
def test_something(engine):
    raise AssertionError("ran without its engine")
"""

NO_NODE = """
from tests.servers.conftest import *
from tests.servers import foreign_clients

foreign_clients.missing = lambda: ["node"]
"""
WITH_STRANGERS = """
from tests.servers.test_strangers import installed

def test_something():
    raise AssertionError("ran without its clients")
"""


def test_the_summary_names_engines_that_did_not_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(TEST)
    ran = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    ran.assert_outcomes(skipped=2)
    ran.stdout.fnmatch_lines(
        [
            "NOT RUN: every test against the real engine prosody: *package-of-prosody*",
            "NOT RUN: every test against the real engine ejabberd: *package-of-ejabberd*",
        ]
    )


def test_the_summary_says_that_no_foreign_client_ran(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(NO_NODE)
    pytester.makepyfile(WITH_STRANGERS)
    ran = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    ran.assert_outcomes(skipped=1)
    ran.stdout.fnmatch_lines(["NOT RUN: every test with a foreign client from npm: * lacks node"])
