"""The clinic's server waits for what happens, and looks for nothing meanwhile."""

import asyncio
from pathlib import Path
from unittest.mock import Mock

import pytest
import uvicorn.server

from workstation.clinic.app import build_app
from workstation.clinic.clinic import Clinic
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.seed.build import SeedSize
from workstation.clinic.serving import ClinicServer, listening_socket


async def test_nothing_wakes_it_while_nobody_is_there_and_its_end_waits_for_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed = Mock(wraps=asyncio)
    monkeypatch.setattr(uvicorn.server, "asyncio", timed)
    clinic = Clinic.open(tmp_path, size=SeedSize(1, 0))
    ready = asyncio.Event()
    app = build_app(clinic, ImSettings(patients=False))
    server = ClinicServer(app, clinic.connections, ready.set)
    with listening_socket("127.0.0.1", 0) as listener:
        serving = asyncio.create_task(server.serve([listener]))
        await ready.wait()
        await asyncio.to_thread(server.end)
        await serving
    clinic.close()
    timed.sleep.assert_not_called()


async def test_what_ends_it_before_it_serves_ends_it(tmp_path: Path) -> None:
    clinic = Clinic.open(tmp_path, size=SeedSize(1, 0))
    server = ClinicServer(
        build_app(clinic, ImSettings(patients=False)), clinic.connections, lambda: None
    )
    server.end()
    with listening_socket("127.0.0.1", 0) as listener:
        await server.serve([listener])
    server.end()
    clinic.close()
