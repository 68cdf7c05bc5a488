"""Engines that live as long as tests need them, and a loud word when a real one could not run."""

from collections.abc import Iterator

import pytest

from tests.servers import foreign_clients, rig
from tests.servers.engine import Engine

DOCTOR, COLLEAGUE, PATIENT = 1001, 1002, 2001

_not_run: dict[str, list[str]] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, packages in _not_run.items():
        terminalreporter.write_line(
            f"NOT RUN: every test against the real engine {name}: this machine lacks the Debian "
            f"packages {' '.join(packages)} (see tests/servers/packages.txt)",
            red=True,
            bold=True,
        )
    if any("strangers:" in str(each.longrepr) for each in terminalreporter.getreports("skipped")):
        terminalreporter.write_line(
            f"NOT RUN: every test with a foreign client from npm: this machine lacks "
            f"{' and '.join(foreign_clients.missing())}",
            red=True,
            bold=True,
        )

    ran = any("test_strangers" in each.nodeid for each in terminalreporter.getreports("passed"))
    if ran and not foreign_clients.has_nbxmpp():
        terminalreporter.write_line(
            "NOT RUN: nbxmpp among the foreign clients: this machine lacks Debian's "
            "python3-nbxmpp and gir1.2-soup-3.0, or its python3 is another one",
            red=True,
            bold=True,
        )


@pytest.fixture(scope="session", params=list(rig.ENGINES))
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine in turn: pytest runs all tests of one before it starts the next."""
    name = request.param
    if packages := rig.missing(name):
        _not_run[name] = packages
        pytest.skip(f"{name} is not installed: {packages}")
    with rig.running(name, tmp_path_factory.mktemp(name)) as started:
        yield started


_consultations = iter(range(10_001, 20_000))


@pytest.fixture
def consultation_id() -> int:
    """A consultation of this test alone: no room is shared between tests."""
    return next(_consultations)


@pytest.fixture
def room(engine: Engine, consultation_id: int) -> str:
    """A consultation of two doctors and a patient, in the platform's list."""
    engine.hospital.begin(consultation_id, [DOCTOR, COLLEAGUE], PATIENT)
    return engine.create_room(consultation_id, [DOCTOR, COLLEAGUE, PATIENT])
