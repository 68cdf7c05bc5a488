"""Where the rows of a list are read: long lists not in the window's thread."""

import threading

import pytest

from tests.fakes.http_server import json_answer, serving
from tests.fakes.platform_rows import ROW
from workstation.api import consultations
from workstation.api.consultations import MAX_ROWS_AT_ONCE, Consultations
from workstation.api.platform import Platform
from workstation.domain.address import ApiBase
from workstation.web.api_client import ApiClient
from workstation.web.network import Network
from workstation.web.opening import open_wire


@pytest.mark.parametrize(("more", "by_window"), [(0, True), (1, False)])
async def test_a_long_list_is_read_in_a_thread_of_its_own(monkeypatch, more, by_window):
    threads, read = [], consultations._read

    def note(*answer):
        threads.append(threading.current_thread())
        return read(*answer)

    monkeypatch.setattr(consultations, "_read", note)
    rows = [ROW | {"consultation_id": number} for number in range(1, MAX_ROWS_AT_ONCE + more + 1)]
    async with serving(json_answer({"success": True, "result": rows})) as script:
        wire = await open_wire(Network())
        client = ApiClient(wire, ApiBase.parse(script.origin), "token")
        result = await Consultations(Platform(client)).in_process()
        await wire.aclose()
    assert len(result.items) == len(rows)
    assert [thread is threading.main_thread() for thread in threads] == [by_window]
