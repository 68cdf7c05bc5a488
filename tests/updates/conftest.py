import dataclasses
import shutil

import pytest

from tests.fakes.update_repository import Administrator
from workstation.base.clock import SystemClock
from workstation.updates.repository_source import FolderSource
from workstation.updates.trust_store import TrustStore
from workstation.updates.verification import verify_repository


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """Made once: each opening of a key is meant to cost time."""
    made = Administrator.of(tmp_path_factory.mktemp("model"))
    made.add("1.4.0")
    made.approve("1.4.0", "all")
    return made


@pytest.fixture
def administrator(model, tmp_path):
    """An administrator whose repository has 1.4.0 for every computer."""
    folder = shutil.copytree(model.folder, tmp_path / "repository")
    return dataclasses.replace(model, folder=folder)


class Computer:
    """A computer that reads a repository's folder, and remembers what it verified."""

    clock = SystemClock()

    def __init__(self, place, administrator):
        self.it = administrator
        self.store = TrustStore(place / "trusted", administrator.root)
        self.source = FolderSource(administrator.folder)
        self.root = administrator.root

    async def look(self, now=None):
        at_ms = self.it.now_ms if now is None else int(now.timestamp()) * 1000
        return await verify_repository(self.source, self.store, self.root, at_ms)


@pytest.fixture
def computer(tmp_path, administrator):
    """A doctor's computer that takes its updates from ``administrator``."""
    return Computer(tmp_path, administrator)
