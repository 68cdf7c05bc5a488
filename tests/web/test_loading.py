"""What is loaded when, and that it works on the loop of the window."""

import asyncio
import gc
import subprocess
import sys

import pytest

from tests.fakes.http_server import http, json_answer, serving
from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import DeadlineExceeded
from workstation.web.api_client import ApiClient
from workstation.web.deadline import within
from workstation.web.media_client import MediaClient
from workstation.web.wire import Request

HEAVY = ("httpx", "httpcore", "anyio", "cryptography", "keyring", "truststore", "certifi", "h11")
MODULES = (
    "workstation.services.sign_in",
    "workstation.services.access",
    "workstation.media.library",
    "workstation.media.upload",
    "workstation.vault.keys.secret_store",
    "workstation.config",
    "workstation.base.log",
)


def test_nothing_heavy_is_loaded_before_it_is_used():
    program = (
        f"import sys, {', '.join(MODULES)}\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ran = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=180, check=True
    )
    assert ran.stdout.strip() == "[]"


AWAY = ("anyio._backends", "sniffio", "trio", "rich", "pygments", "click")
"""What the HTTP library would bring along: loops other than asyncio's, and a command line."""
REQUEST = """
import asyncio, contextlib, sys
from workstation.domain.address import WebAddress
from workstation.web.network import Network
from workstation.web.opening import open_wire
from workstation.web.wire import Request
async def one_request():
    wire = await open_wire(Network())
    async with wire.send(Request("GET", WebAddress.parse(sys.argv[1]))) as incoming:
        async for _ in incoming.chunks:
            pass
    await wire.aclose()
asyncio.run(one_request())
"""


async def test_a_request_loads_the_library_and_nothing_it_drags_along():
    program = REQUEST + f"print([name for name in sys.modules if name.startswith({AWAY!r})])"
    async with serving(http(200, b"here")) as script:
        ran = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, f"{script.origin}/1", stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await ran.communicate()
    assert (ran.returncode, printed.decode().strip()) == (0, "[]")


async def test_calls_and_media_work_on_the_window_s_loop(wired, authority, qloop):  # noqa: ARG001
    answer = json_answer({"success": True})
    tls = authority.server("127.0.0.1")
    async with serving(answer, tls=tls) as script, wired(ca_file=authority.path) as wire:
        base = ApiBase.parse(script.origin)
        client = ApiClient(wire, base, "token")
        for _ in range(3):
            assert (await client.send("GET", "/", call="x")).status == 200
        script.answers = [http(200, bytes(300_000))]
        media = MediaClient(wire, base, "token", lambda _link: True)
        assert len(await media.fetch(WebAddress.parse(f"{script.origin}/1"))) == 300_000


async def test_a_deadline_ends_a_call_on_the_window_s_loop(wired, qloop):  # noqa: ARG001
    async def silent(_request):
        await asyncio.sleep(3600)
        yield b""

    async with serving(silent) as script, wired() as wire:
        client = ApiClient(wire, ApiBase.parse(script.origin), "token")
        with pytest.raises(DeadlineExceeded):
            async with within(0.2):
                await client.send("GET", "/", call="x")


@pytest.mark.parametrize("reads", [0, 1])
async def test_an_answer_left_unread_leaves_nothing_to_the_collector(
    wired,
    qloop,
    reads,
    monkeypatch,
):
    """The window's loop does not finish generators: what is left half read has to be closed."""
    unraisable = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    async with serving(http(200, bytes(300_000))) as script, wired() as wire:
        request = Request("GET", WebAddress.parse(f"{script.origin}/1"))
        async with wire.send(request) as incoming:
            chunks = aiter(incoming.chunks)
            for _ in range(reads):
                await anext(chunks)
        circle = [chunks]  # as the traceback of an error holds it
        circle.append(circle)
        del incoming, chunks, circle
        collected = qloop.create_future()
        qloop.call_soon(lambda: collected.set_result(gc.collect()))
        await collected
    assert unraisable == []
