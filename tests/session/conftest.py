"""What the tests of a session share."""

from pathlib import Path

import pytest

from workstation.base.paths import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The folders of one run, below a folder of the test."""
    return Folders.of_profile(tmp_path)
