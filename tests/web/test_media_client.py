import asyncio

import pytest

from tests.fakes.http_server import http, serving
from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import (
    BoundExceeded,
    ForeignMedia,
    MediaGone,
    NotThePlatform,
    RedirectRefused,
    Refused,
    ServerFault,
)
from workstation.web.media_client import MediaClient, PutTarget
from workstation.web.retry import RetryPolicy

TOKEN = "tok-5f2a9c0b77"


async def _no_sleep(_seconds):
    return None


def _client(wire, home, allows=lambda _link: True):
    patience = RetryPolicy(5, lambda: 0.0, _no_sleep)
    return MediaClient(wire, ApiBase.parse(home), TOKEN, allows, patience)


async def _fetch(wired, home, url, **options):
    async with wired() as wire:
        return await _client(wire, home, **options).fetch(WebAddress.parse(url))


async def test_the_token_goes_home_and_to_nobody_else(wired):
    async with serving(http(200, b"png")) as home, serving(http(200, b"png")) as other:
        assert await _fetch(wired, home.origin, f"{home.origin}/1.png") == b"png"
        assert await _fetch(wired, home.origin, f"{other.origin}/1.png") == b"png"
    assert home.received[0].headers["x-auth-token"] == TOKEN
    assert "x-auth-token" not in other.received[0].headers


async def test_the_token_does_not_follow_a_redirect_abroad_nor_come_back(wired):
    async with serving(b"") as home, serving(b"") as other:
        home.answers = [http(302, Location=f"{other.origin}/a"), http(200, b"bytes")]
        other.answers = [http(302, Location=f"{home.origin}/b")]
        assert await _fetch(wired, home.origin, f"{home.origin}/1") == b"bytes"
    assert [("x-auth-token" in r.headers) for r in home.received] == [True, False]
    assert "x-auth-token" not in other.received[0].headers


async def test_a_redirect_to_what_is_no_address_is_refused(wired):
    async with serving(http(302, Location="http://[broken")) as home:
        with pytest.raises(RedirectRefused):
            await _fetch(wired, home.origin, f"{home.origin}/1")


async def test_redirects_are_bounded(wired):
    async with serving(http(302, Location="/again")) as home:
        with pytest.raises(RedirectRefused):
            await _fetch(wired, home.origin, f"{home.origin}/1")
    assert len(home.received) == 6


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://h/", "javascript:alert(1)", "https://a@b/", ""]
)
async def test_a_redirect_leads_to_http_or_nowhere(wired, location):
    async with serving(http(302, Location=location)) as home:
        with pytest.raises(RedirectRefused):
            await _fetch(wired, home.origin, f"{home.origin}/1")


async def test_a_redirect_does_not_leave_encryption(wired, authority):
    tls = authority.server("127.0.0.1")
    async with serving(http(200, b"x")) as plain, serving(b"", tls=tls) as home:
        home.answers = [http(302, Location=f"{plain.origin}/1")]
        async with wired(ca_file=authority.path) as wire:
            with pytest.raises(RedirectRefused, match="from https to http"):
                await _client(wire, home.origin).fetch(WebAddress.parse(f"{home.origin}/1"))
    assert plain.received == []


async def test_every_step_is_asked_for_permission(wired):
    async with serving(http(200, b"x")) as foreign, serving(b"") as home:
        home.answers = [http(302, Location=f"{foreign.origin}/x")]
        with pytest.raises(ForeignMedia) as refusal:
            await _fetch(
                wired,
                home.origin,
                f"{home.origin}/1",
                allows=lambda link: str(link.origin) == home.origin,
            )
    assert foreign.received == []
    assert "/x" not in str(refusal.value)


@pytest.mark.parametrize(
    ("status", "error", "tries"),
    [(404, MediaGone, 1), (410, MediaGone, 1), (403, Refused, 1), (500, ServerFault, 4)],
)
async def test_failures_have_their_own_errors_and_passing_ones_are_retried(
    wired, status, error, tries
):
    async with serving(http(status)) as home:
        with pytest.raises(error):
            await _fetch(wired, home.origin, f"{home.origin}/1")
    assert len(home.received) == tries


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
async def test_bytes_are_bounded_exactly(wired, size, fits):
    async with serving(http(200, bytes(size))) as home, wired() as wire:
        fetching = _client(wire, home.origin).fetch(WebAddress.parse(f"{home.origin}/1"), limit=100)
        if fits:
            assert len(await fetching) == size
        else:
            with pytest.raises(BoundExceeded):
                await fetching


async def test_progress_tells_bytes_so_far_and_in_all(wired):
    reports = []
    async with serving(http(200, bytes(300_000))) as home, wired() as wire:
        await _client(wire, home.origin).fetch(
            WebAddress.parse(f"{home.origin}/1"), progress=lambda *now: reports.append(now)
        )
    assert reports[-1] == (300_000, 300_000)
    assert reports == sorted(reports)


async def test_an_upload_sends_the_slot_s_headers_and_no_token(wired):
    reports = []
    async with serving(http(201)) as store, wired() as wire:
        slot = PutTarget(
            WebAddress.parse(f"{store.origin}/up/1"),
            {"Authorization": "Basic slot", "Cookie": "a=b", "Host": "evil.example"},
        )
        await _client(wire, store.origin).upload(
            slot, b"x" * 200_000, media_type="image/png", progress=lambda *now: reports.append(now)
        )
    (request,) = store.received
    assert (request.method, request.target, len(request.body)) == ("PUT", "/up/1", 200_000)
    assert request.headers["content-type"] == "image/png"
    assert request.headers["authorization"] == "Basic slot"
    assert request.headers["host"] != "evil.example"
    assert "x-auth-token" not in request.headers
    assert reports[-1] == (200_000, 200_000)


@pytest.mark.parametrize(
    ("status", "error"), [(403, Refused), (413, Refused), (302, RedirectRefused)]
)
async def test_a_refused_upload_says_so_and_is_not_repeated(wired, status, error):
    async with serving(http(status, Location="/other")) as store, wired() as wire:
        with pytest.raises(error):
            await _client(wire, store.origin).upload(
                PutTarget(WebAddress.parse(f"{store.origin}/up")), b"x", media_type="image/png"
            )
    assert len(store.received) == 1


async def test_a_network_s_own_page_is_no_place_for_a_file(wired):
    """Taken for success, everybody would be given an address where nothing is."""
    page = http(200, b"<html>Welcome</html>", Content_Type="text/html; charset=utf-8")
    async with serving(page) as store, wired() as wire:
        with pytest.raises(NotThePlatform):
            await _client(wire, store.origin).upload(
                PutTarget(WebAddress.parse(f"{store.origin}/up")), b"x", media_type="image/png"
            )


async def test_what_was_created_is_there_whatever_the_answer_calls_itself(wired):
    """The usual programs behind a web server answer so, with HTML that says nothing."""
    created = http(201, b"", Content_Type="text/html; charset=UTF-8")
    async with serving(created) as store, wired() as wire:
        await _client(wire, store.origin).upload(
            PutTarget(WebAddress.parse(f"{store.origin}/up")), b"x", media_type="image/png"
        )
    assert len(store.received) == 1


async def test_an_upload_that_is_cancelled_breaks_off_in_the_middle(wired):
    reports, taken = [], []
    begun, closed, ended = (asyncio.Event() for _ in range(3))

    async def take_a_little(reader, writer):
        taken.append(await reader.readuntil(b"\r\n\r\n"))
        begun.set()
        await closed.wait()
        taken.append(await reader.read(-1))
        writer.close()
        ended.set()

    async with await asyncio.start_server(take_a_little, "127.0.0.1", 0) as server:
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with wired() as wire:
            uploading = asyncio.create_task(
                _client(wire, origin).upload(
                    PutTarget(WebAddress.parse(f"{origin}/up")),
                    bytes(40_000_000),
                    media_type="image/png",
                    progress=lambda *now: reports.append(now),
                )
            )
            await begun.wait()
            uploading.cancel()
            await asyncio.gather(uploading, return_exceptions=True)
        closed.set()
        await ended.wait()
    assert uploading.cancelled()
    assert len(taken[1]) < 40_000_000
    assert all(so_far < total for so_far, total in reports)


async def test_a_slot_s_header_goes_out_as_the_server_gave_it(wired):
    async with serving(http(201)) as store, wired() as wire:
        slot = PutTarget(WebAddress.parse(f"{store.origin}/up"), {"Cookie": "ward=儿科"})
        await _client(wire, store.origin).upload(slot, b"x", media_type="image/png")
    (request,) = store.received
    assert request.headers["cookie"].encode("latin-1").decode() == "ward=儿科"
