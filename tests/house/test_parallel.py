"""The tests are shared among workers as `tests/parallel.py` says."""

import pytest

from tests.house.source import ROOT
from tests.parallel import ALONE, LONGEST, TOGETHER, rank_of, share_of


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("store/test_a.py::test_x", "store/test_a.py::test_y", True),
        ("store/test_a.py::test_x", "store/test_b.py::test_x", False),
        ("xmpp/test_a.py::test_x", "xmpp/test_b.py::test_x[1]", True),
        ("servers/test_a.py::test_x[prosody]", "servers/test_b.py::test_y[1-prosody]", True),
        ("servers/test_a.py::test_x[prosody]", "servers/test_a.py::test_x[ejabberd]", False),
        ("simulation/test_a.py::test_x[1]", "simulation/test_a.py::test_x[2]", False),
    ],
)
def test_what_is_set_up_once_is_run_by_one_worker(one: str, other: str, together: bool) -> None:
    shares = {share_of(f"tests/{nodeid}") for nodeid in (one, other)}
    assert (len(shares) == 1) is together


def test_the_longest_go_first() -> None:
    assert rank_of("tests/servers/test_cuts.py::test_x") < rank_of(
        "tests/api/test_calls.py::test_x"
    )


def test_every_place_that_is_named_is_there() -> None:
    places = (*ALONE, *LONGEST, *TOGETHER)
    assert not [place for place in places if not (ROOT / place.partition(" with ")[0]).exists()]


def test_a_bundle_is_built_while_two_engines_are_waited_for() -> None:
    first = [
        "servers/test_cuts.py::test_x[ejabberd]",
        "packaging/test_bundle.py::test_x",
        "servers/test_cuts.py::test_x[prosody]",
        "packaging/test_msi.py::test_x",
        "servers/test_cuts.py::test_x[clinic]",
    ]
    ranks = [rank_of(f"tests/{nodeid}") for nodeid in first]
    assert ranks == sorted(set(ranks))
