"""The rules of a policy, taken back afterwards."""

from collections.abc import Callable, Iterator

import pytest

from workstation.config import Settings
from workstation.ui.export.rules import export_rules


@pytest.fixture
def rules() -> Iterator[Callable[..., None]]:
    """Give fields of the settings: ``rules(export_copy_text="deny")``."""

    def apply(**fields: str) -> None:
        export_rules.apply(Settings(**fields))

    yield apply
    export_rules.apply(Settings())
