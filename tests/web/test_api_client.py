import asyncio
import gzip
import json
import traceback

import pytest

from tests.fakes.http_server import http, json_answer, serving
from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import (
    BoundExceeded,
    ConnectionDropped,
    DeadlineExceeded,
    InputError,
    MalformedAnswer,
    NameNotResolved,
    NotThePlatform,
    RedirectRefused,
    Unreachable,
)
from workstation.domain.network_errors import proxy_of
from workstation.web import body as body_module
from workstation.web.api_client import ApiClient, check_token
from workstation.web.deadline import within
from workstation.web.wire import Request

TOKEN = "tok-5f2a9c0b77"
PRIVATE_PATH = "/consult/20418?name=王蕾"


async def _ask(wired, script, path="/consult/7"):
    async with wired() as wire:
        return await ApiClient(wire, ApiBase.parse(script.origin), TOKEN).send(
            "GET", path, call="GET /consult/:id"
        )


async def test_every_request_carries_the_token_and_the_type(wired):
    async with serving(json_answer({"success": True})) as script, wired() as wire:
        client = ApiClient(wire, ApiBase.parse(f"{script.origin}/api"), f"  {TOKEN}\n")
        answer = await client.send("POST", "/consult", call="POST /consult", body={"文": 1})
    assert await answer.value() == {"success": True}
    (request,) = script.received
    assert (request.method, request.target) == ("POST", "/api/consult")
    assert request.headers["x-auth-token"] == TOKEN
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == {"文": 1}
    assert "cookie" not in request.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_refused_and_nobody_else_sees_the_token(wired, status):
    async with serving(json_answer({})) as elsewhere:
        redirect = http(status, Location=f"{elsewhere.origin}/steal")
        async with serving(redirect) as script:
            with pytest.raises(RedirectRefused) as refusal:
                await _ask(wired, script)
    assert elsewhere.received == []
    assert refusal.value.call == "GET /consult/:id"


async def test_a_redirect_on_the_same_origin_is_refused_too(wired):
    async with serving(http(302, Location="/elsewhere")) as script:
        with pytest.raises(RedirectRefused):
            await _ask(wired, script)
    assert len(script.received) == 1


async def test_cookies_are_not_kept(wired):
    async with serving(json_answer({}, Set_Cookie="a=b")) as script, wired() as wire:
        client = ApiClient(wire, ApiBase.parse(script.origin), TOKEN)
        for _ in range(2):
            await client.send("GET", "/", call="x")
    assert "cookie" not in script.received[1].headers


async def test_slow_bytes_do_not_outlast_the_deadline(wired):
    sent = 0

    async def trickle(_request):
        nonlocal sent
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"
        while True:
            await asyncio.sleep(0.02)
            sent += 1
            yield b" "

    async with serving(trickle) as script:
        with pytest.raises(DeadlineExceeded):
            async with within(0.3):
                await _ask(wired, script)
        assert sent < 100


async def test_a_body_over_the_bound_is_given_up_without_reading_it_all(wired, monkeypatch):
    monkeypatch.setattr("workstation.web.api_client.API_BYTES", 1000)
    pieces = 0

    async def endless(_request):
        nonlocal pieces
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            pieces += 1
            yield b"1000\r\n" + b" " * 4096 + b"\r\n"

    async with serving(endless) as script:
        with pytest.raises(BoundExceeded) as over:
            await _ask(wired, script)
    assert "1000 bytes" in str(over.value)
    assert pieces < 5000


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)])
async def test_the_bound_is_exact_after_decompression(wired, monkeypatch, size, fits):
    monkeypatch.setattr("workstation.web.api_client.API_BYTES", 1000)
    packed = gzip.compress(b" " * size)
    async with serving(http(200, packed, Content_Encoding="gzip")) as script:
        if fits:
            assert (await _ask(wired, script)).body == b" " * size
        else:
            with pytest.raises(BoundExceeded):
                await _ask(wired, script)


async def test_a_gzip_bomb_is_unpacked_in_small_pieces():
    bomb = gzip.compress(bytes(200_000_000), 9)
    stream = body_module._unpacker("gzip")
    sizes = [len(piece) for piece in stream.feed(bomb)]
    stream.finish()
    assert sum(sizes) == 200_000_000
    assert max(sizes) <= body_module._Gzip.PIECE


@pytest.mark.parametrize(
    "answer",
    [
        http(200, gzip.compress(b"{}" * 100)[:-9], Content_Encoding="gzip"),
        http(200, b"not gzip at all", Content_Encoding="gzip"),
        http(200, b"\x00\x01", Content_Encoding="br"),
    ],
    ids=["cut", "garbage", "not offered"],
)
async def test_a_body_that_does_not_decompress_is_malformed(wired, answer):
    async with serving(answer) as script:
        with pytest.raises(MalformedAnswer):
            await _ask(wired, script)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"", ConnectionDropped),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", ConnectionDropped),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nha", ConnectionDropped),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", NotThePlatform),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 12 13\r\n\r\n", NotThePlatform),
    ],
)
async def test_broken_answers_have_their_own_errors(wired, sent, error):
    async with serving(sent) as script:
        with pytest.raises(error) as raised:
            await _ask(wired, script)
    assert raised.value.call == "GET /consult/:id"
    assert raised.value.__cause__ is None


async def test_nobody_listening_is_unreachable(wired):
    async with serving(b"") as script:
        pass
    with pytest.raises(Unreachable):
        await _ask(wired, script)


async def test_an_unknown_name_is_not_resolved(wired):
    async with wired() as wire:
        client = ApiClient(wire, ApiBase.parse("http://nobody.invalid"), TOKEN)
        with pytest.raises(NameNotResolved):
            await client.send("GET", "/", call="x")


async def test_a_proxy_whose_name_is_unknown_is_not_taken_for_the_server(wired):
    """The doctor would look for what is wrong in an address that is right."""
    async with wired(proxy="http://doctor:secret@proxy.invalid:3128") as wire:
        client = ApiClient(wire, ApiBase.parse("http://clinic.test"), TOKEN)
        with pytest.raises(NameNotResolved) as missing:
            await client.send("GET", "/", call="x")
    assert proxy_of(missing.value) == "proxy.invalid:3128"


async def test_a_proxy_that_is_not_there_is_named_without_its_account(wired):
    """It read as if the platform were down."""
    proxy = "http://doctor:secret@127.0.0.1:1"
    async with wired(proxy=proxy) as wire:
        client = ApiClient(wire, ApiBase.parse("http://clinic.test"), TOKEN)
        with pytest.raises(Unreachable) as dead:
            await client.send("GET", "/", call="x")
    assert proxy_of(dead.value) == "127.0.0.1:1"
    assert "secret" not in str(dead.value)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_the_environment_names_no_proxy(wired, monkeypatch, variable):
    async with serving(json_answer({})) as proxy, serving(json_answer({})) as script:
        monkeypatch.setenv(variable, proxy.origin)
        await _ask(wired, script)
    assert proxy.received == []
    assert len(script.received) == 1


async def test_netrc_adds_no_credentials(wired, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login user password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    async with serving(json_answer({})) as script:
        await _ask(wired, script)
    assert "authorization" not in script.received[0].headers


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "empty"),
        (" \t", "empty"),
        ("a b", "malformed"),
        ("a\r\nX-Other: 1", "malformed"),
        ("令牌", "malformed"),
        ("x" * 8193, "too_long"),
    ],
)
async def test_a_token_that_no_header_carries_is_refused_before_anything_is_sent(token, reason):
    with pytest.raises(InputError) as refusal:
        check_token(token)
    assert (refusal.value.field, refusal.value.reason) == ("token", reason)


async def test_the_wire_s_own_errors_carry_no_library_s_error_along(wired):
    async with serving(b"") as script, wired() as wire:
        with pytest.raises(ConnectionDropped) as raised:
            async with wire.send(Request("GET", WebAddress.parse(f"{script.origin}/{TOKEN}"))):
                pass
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


async def test_no_error_and_no_log_line_holds_the_token_or_the_path(wired, caplog):
    caplog.set_level("DEBUG")
    async with serving(b"") as script:
        with pytest.raises(ConnectionDropped) as raised:
            await _ask(wired, script, PRIVATE_PATH)
    reports = "".join(traceback.format_exception(raised.value))
    logged = " ".join(r.getMessage() for r in caplog.records if not r.name.startswith("httpcore"))
    for secret in (TOKEN, "20418", "王蕾", "%E7%8E%8B"):
        assert secret not in reports
        assert secret not in logged
