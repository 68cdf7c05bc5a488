"""A plugin of pytest that measures the wire's branches, in the bodies of the tests alone.

Traced as a whole, a run of pytest spends most of its time in tracing pytest.
"""

import os
from collections.abc import Generator

import coverage
import pytest

MEASURED = coverage.Coverage(
    branch=True, source=["workstation/xmpp"], data_file=os.environ["BRANCHES_DATA"]
)
MEASURED.start()  # what is read with a module counts as well


def pytest_collection_finish() -> None:
    MEASURED.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    MEASURED.start()
    try:
        yield
    finally:
        MEASURED.stop()


def pytest_sessionfinish() -> None:
    MEASURED.save()
