"""A computer on which somebody signs in, and no wait between two tries."""

from pathlib import Path

import pytest

from workstation.base.paths import Folders
from workstation.domain import backoff


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "READ", backoff.Backoff(0.0, 0.0))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The folders of a new profile."""
    made = Folders.of_profile(tmp_path)
    made.prepare()
    return made
