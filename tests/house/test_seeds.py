"""A run with fixed seeds tries the same, whatever else runs in its process."""

import importlib
import sys
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies

from tests.seeds import NEW


def tried() -> list[str]:
    """The examples of one property."""
    texts: list[str] = []

    @hypothesis.settings(database=None)
    @hypothesis.given(strategies.text())
    def note(text: str) -> None:
        texts.append(text)

    note()
    return texts


@pytest.mark.skipif(NEW, reason="other examples in every run")
def test_the_examples_are_the_same_whatever_code_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tried()
    (tmp_path / "loaded_meanwhile.py").write_text(f"WORDS = {[f'word {n}' for n in range(99)]}")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("loaded_meanwhile")
    after = tried()
    del sys.modules["loaded_meanwhile"]
    assert after == before
