"""An engine that stumbles at its start is started once more; one that does it twice fails."""

from pathlib import Path
from typing import Any

import pytest

from tests.servers import rig
from tests.servers.engine import Endpoint
from tests.servers.processes import EngineFailed


class Stumbling:
    """Fails so many times at its start."""

    failures = 0

    def __init__(self, folder: Path, *_: object) -> None:
        (folder / "engine.conf").touch(exist_ok=False)
        if Stumbling.failures:
            Stumbling.failures -= 1
            raise EngineFailed("a port is taken")
        self.endpoints: list[Endpoint] = []
        self.password_for: Any = None

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture
def stumbles(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setitem(rig.ENGINES, "stumbling", Stumbling)  # type: ignore[misc]
    return monkeypatch


def test_one_failure_at_the_start_is_an_accident(
    stumbles: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stumbles.setattr(Stumbling, "failures", 1)
    with rig.running("stumbling", tmp_path) as engine:
        assert isinstance(engine, Stumbling)


def test_two_are_none(stumbles: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stumbles.setattr(Stumbling, "failures", 2)
    with pytest.raises(EngineFailed, match="taken"), rig.running("stumbling", tmp_path):
        """Never reached."""
