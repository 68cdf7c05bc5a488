"""Starts an engine with all that it needs around it, for fixtures and for measurements alike."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.servers import ejabberd, prosody
from tests.servers.certificates import Certificates, issue
from tests.servers.clinic_platform import Platform
from tests.servers.ejabberd import Ejabberd
from tests.servers.embedded import Embedded
from tests.servers.engine import DOMAIN, Engine
from tests.servers.hospital import Hospital
from tests.servers.keeper import Keeper
from tests.servers.processes import EngineFailed
from tests.servers.prosody import Prosody

ENGINES: dict[str, type[Prosody | Ejabberd | Embedded]] = {
    "clinic": Embedded,
    "prosody": Prosody,
    "ejabberd": Ejabberd,
}
REAL_ENGINES = ("prosody", "ejabberd")
_MISSING: dict[str, Callable[[], list[str]]] = {
    "prosody": prosody.missing,
    "ejabberd": ejabberd.missing,
}


def missing(name: str) -> list[str]:
    """The Debian packages that this machine lacks for an engine; empty when it can run."""
    return _MISSING[name]() if name in _MISSING else []


def _start(
    name: str, folder: Path, keeper: Keeper, hospital: Hospital, certificates: Certificates
) -> Engine:
    """Start an engine; one that fails at it gets a second try, with other ports.

    Every test of the engine would fail with it, and why it stumbled is seldom ours.
    """
    try:
        return ENGINES[name](folder, keeper, hospital, certificates)
    except EngineFailed as failure:
        print(f"{name} is started once more, because {failure}")  # noqa: T201 - shown by pytest
    again = folder / "again"
    again.mkdir()
    return ENGINES[name](again, keeper, hospital, certificates)


@contextlib.contextmanager
def running(name: str, folder: Path) -> Iterator[Engine]:
    """An engine with a played platform beside it, in a fresh folder; all ends with the block."""
    with contextlib.ExitStack() as closing:
        hospital = Hospital(DOMAIN)
        closing.callback(hospital.close)
        keeper = Keeper()
        closing.callback(keeper.close)
        engine = _start(name, folder, keeper, hospital, issue(folder, DOMAIN))
        closing.callback(engine.close)
        hospital.password_of = engine.password_for
        hospital.servers = [
            {"ip": "127.0.0.1", "port": each.http_port} for each in engine.endpoints
        ]
        yield engine


@contextlib.contextmanager
def beside_a_clinic(name: str, folder: Path) -> Iterator[tuple[Engine, Platform]]:
    """A real engine that serves the embedded clinic's consultations; all ends with the block."""
    with contextlib.ExitStack() as closing:
        keeper = Keeper()
        closing.callback(keeper.close)
        certificates = issue(folder, Platform.domain)
        platform = Platform(folder / "platform", keeper, certificates)
        closing.callback(platform.close)
        (folder / name).mkdir()
        engine = _start(name, folder / name, keeper, platform, certificates)
        closing.callback(engine.close)
        for each in platform.in_process():
            members = [*each["doctor_ids"], each["patient_id"]]
            engine.create_room(each["consultation_id"], members)
        yield engine, platform
