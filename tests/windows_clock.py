"""A clock that tells local time as Windows does: none of before 1970.

Python asks for the zone of a local time a day before it too (``_mktime`` in ``datetime``): what
stands within a day of the first moment raises ``OSError`` there.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from types import ModuleType
from typing import Self

import pytest

DAY_SECONDS = 24 * 60 * 60


class WindowsDatetime(datetime):
    """Refuses what Windows refuses."""

    def timestamp(self) -> float:
        """Seconds since the epoch."""
        seconds = super().timestamp()
        if self.tzinfo is None and seconds < DAY_SECONDS:
            raise OSError(22, "Invalid argument")
        return seconds

    def astimezone(self, tz: tzinfo | None = None) -> Self:
        """The same moment on another wall clock."""
        self.timestamp()
        return super().astimezone(tz)


@contextmanager
def with_windows_clock(
    monkeypatch: pytest.MonkeyPatch, place: str, *modules: ModuleType
) -> Iterator[None]:
    """The computer stands in ``place``, and ``modules`` tell the time as on Windows."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", place)
        for module in modules:
            patch.setattr(module, "datetime", WindowsDatetime)
        time.tzset()
        yield
    time.tzset()
