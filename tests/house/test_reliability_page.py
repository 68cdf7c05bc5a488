"""The page of promises names tests that are there, and none of its promises stands without any."""

import re

import pytest

from tests.house.source import ROOT

PAGE = (ROOT / "RELIABILITY.md").read_text(encoding="utf-8")
PROOF = (ROOT / "docs/proof.md").read_text(encoding="utf-8")
TEST = re.compile(r"`((?:\w+/)+test_\w+\.py)(?:::(\w+))?`")
PROMISE = re.compile(r"^## \d+\. (.+)$", re.MULTILINE)
PROMISES = 11


def chapters() -> dict[str, str]:
    """The text of every promise by its heading."""
    parts = PROMISE.split(PAGE)[1:]
    texts = (text.split("\n## ")[0] for text in parts[1::2])
    return dict(zip(parts[::2], texts, strict=True))


@pytest.mark.parametrize("promise", chapters())
def test_a_promise_names_tests_that_are_there(promise: str) -> None:
    assert_there(chapters()[promise])


def test_what_ran_names_tests_that_are_there() -> None:
    assert_there(PROOF)


def assert_there(text: str) -> None:
    """Some tests are named, and each is there."""
    named = TEST.findall(text)
    assert named
    for path, function in named:
        file = ROOT / "tests" / path
        assert file.exists(), path
        assert not function or f"def {function}(" in file.read_text(encoding="utf-8"), function


@pytest.mark.parametrize("page", [PAGE, PROOF], ids=["promises", "proof"])
def test_a_page_names_tests_in_one_way(page: str) -> None:
    loose = set(re.findall(r"test_\w+\.py", page)) - {"test_reliability_page.py"}
    assert loose == {path.rpartition("/")[2] for path, _ in TEST.findall(page)} - {
        "test_reliability_page.py"
    }


def test_the_page_has_all_promises() -> None:
    assert len(chapters()) == PROMISES
