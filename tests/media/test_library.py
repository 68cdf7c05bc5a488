import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.fakes.http_server import http, serving
from tests.media.conftest import encoded
from workstation.domain.address import ApiBase, Origin, WebAddress
from workstation.domain.errors import (
    BrokenMedia,
    ForeignMedia,
    MediaGone,
    MediaTooLarge,
    Refused,
    UnsupportedMedia,
)
from workstation.media import library as library_module
from workstation.media.cache import MediaCache
from workstation.media.formats import Format
from workstation.media.library import MediaLibrary
from workstation.media.origins import MediaOrigins
from workstation.media.upload import prepare_picture, prepare_recording, read_slot
from workstation.web.media_client import MediaClient
from workstation.web.network import Network
from workstation.web.opening import open_wire

PNG = encoded("PNG")
HOSPITAL = ApiBase.parse("https://api.hospital.example/v1")


@asynccontextmanager
async def library(script, listed=(), cache=None):
    base = ApiBase.parse(script.origin)
    origins = MediaOrigins(base, frozenset(listed))
    wire = await open_wire(Network())
    made = MediaLibrary(
        MediaClient(wire, base, "token", origins.allows), origins, cache or MediaCache()
    )
    try:
        yield made
    finally:
        await made.aclose()
        await wire.aclose()


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("media/1.jpg", "https://api.hospital.example/v1/media/1.jpg"),
        ("/media/1.jpg", "https://api.hospital.example/media/1.jpg"),
        ("https://cdn.example/图.jpg", "https://cdn.example/%E5%9B%BE.jpg"),
        ("http://10.0.0.7/1.jpg", "http://10.0.0.7/1.jpg"),
    ],
)
def test_a_reference_is_absolute_or_hangs_below_the_api(reference, address):
    assert str(MediaOrigins(HOSPITAL).resolve(reference)) == address


@pytest.mark.parametrize(
    "reference",
    [
        "file:///etc/passwd",
        "\\\\evil\\share\\1.jpg",
        "smb://evil/1.jpg",
        "data:image/png;base64,AAAA",
        "https://user@cdn.example/1.jpg",
        "http://localhost:631/printers",
        "http://127.0.0.1/1.jpg",
        "http://[::1]/1.jpg",
        "http://[::ffff:127.0.0.1]/1.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/1.jpg",
    ],
)
def test_what_may_not_be_fetched_is_foreign(reference):
    with pytest.raises(ForeignMedia):
        MediaOrigins(HOSPITAL).resolve(reference)


def test_a_list_of_the_policy_s_leaves_only_the_listed_and_the_api():
    origins = MediaOrigins(HOSPITAL, frozenset({Origin.of("http://127.0.0.1:99")}))
    assert origins.allows(WebAddress.parse("https://api.hospital.example/x"))
    assert origins.allows(WebAddress.parse("http://127.0.0.1:99/x"))
    assert not origins.allows(WebAddress.parse("https://cdn.example/x"))
    assert not origins.allows(WebAddress.parse("http://127.0.0.1:98/x"))
    assert origins.named("127.0.0.1", 99)
    assert not origins.named("127.0.0.1", 98), "another service there is not the named one"


def test_a_platform_on_this_computer_may_keep_its_media_here():
    origins = MediaOrigins(ApiBase.parse("http://127.0.0.1:8000"))
    assert origins.allows(WebAddress.parse("http://127.0.0.1:9000/1.jpg"))


async def test_a_picture_is_fetched_once_and_known_by_its_content(tmp_path):
    answer = http(200, PNG, Content_Type="image/svg+xml")
    async with serving(answer) as script:
        async with library(script, cache=MediaCache(tmp_path, bytes(32))) as media:
            first = await media.picture("/1.svg")
        async with library(script, cache=MediaCache(tmp_path, bytes(32))) as media:
            second = await media.picture(f"{script.origin}/1.svg")
    assert first == second
    assert (first.format, first.width, first.height) == (Format.PNG, 40, 30)
    assert len(script.received) == 1


async def test_what_is_here_or_may_not_be_had_needs_no_fetch(tmp_path):
    async with serving(http(200, PNG)) as script:
        async with library(script, cache=MediaCache(tmp_path, bytes(32))) as media:
            assert await media.needs_fetch("/1.png")
            await media.picture("/1.png")
            assert not await media.needs_fetch("/1.png")
        on_disk = MediaCache(tmp_path, bytes(32))
        async with library(script, cache=on_disk) as media:
            assert not await media.needs_fetch(f"{script.origin}/1.png")
            assert not await media.needs_fetch("file:///etc/passwd")
            on_disk.shut()
            assert await media.needs_fetch("/1.png")
    assert len(script.received) == 1


async def test_several_who_ask_at_once_share_one_fetch_and_its_progress():
    reports = []
    async with serving(http(200, PNG)) as script, library(script) as media:
        asked = [
            media.picture("/1.png", progress=lambda so_far, _total: reports.append(so_far))
            for _ in range(5)
        ]
        pictures = await asyncio.gather(*asked)
    assert len(script.received) == 1
    assert len(set(pictures)) == 1
    assert reports.count(len(PNG)) == 5


async def test_who_leaves_does_not_take_the_fetch_from_the_others():
    release = asyncio.Event()

    async def slow(_request):
        await release.wait()
        yield http(200, PNG)

    async with serving(slow) as script, library(script) as media:
        first, second = (asyncio.create_task(media.picture("/1.png")) for _ in range(2))
        await script.asked.wait()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        release.set()
        assert (await second).width == 40
    assert first.cancelled()
    assert len(script.received) == 1


async def test_what_is_dropped_while_it_is_fetched_is_shown_and_not_kept(tmp_path):
    release = asyncio.Event()

    async def slow(_request):
        await release.wait()
        yield http(200, PNG)

    cache = MediaCache(tmp_path, bytes(32))
    async with serving(slow) as script, library(script, cache=cache) as media:
        waiting = asyncio.create_task(media.picture("/1.png"))
        await script.asked.wait()
        assert await media.drop(["/1.png"])
        release.set()
        assert (await waiting).width == 40
        assert await cache.get(f"{script.origin}/1.png") is None
    assert not [*tmp_path.iterdir()]


async def test_when_the_last_one_leaves_the_fetch_ends_and_the_next_begins_anew():
    async def never(_request):
        await asyncio.sleep(3600)
        yield b""

    async with serving(never, http(200, PNG)) as script, library(script) as media:
        only = asyncio.create_task(media.picture("/1.png"))
        await script.asked.wait()
        only.cancel()
        await asyncio.gather(only, return_exceptions=True)
        again = await media.picture("/1.png")
    assert again.width == 40
    assert len(script.received) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(200, b"<html>portal</html>", Content_Type="image/png"), UnsupportedMedia),
        (http(200, b"<svg/>", Content_Type="image/png"), UnsupportedMedia),
        (http(200, PNG[:20]), BrokenMedia),
        (http(404), MediaGone),
    ],
)
async def test_what_is_no_picture_has_its_own_error_and_is_asked_for_again(answer, error):
    async with serving(answer) as script, library(script) as media:
        with pytest.raises(error):
            await media.picture("/1.png")
        if error is not BrokenMedia:
            script.answers = [http(200, PNG)]
            assert (await media.picture("/1.png")).width == 40


async def test_a_medium_over_the_bound_is_too_large(monkeypatch):
    monkeypatch.setattr(library_module, "MEDIA_BYTES", len(PNG) - 1)
    async with serving(http(200, PNG)) as script, library(script) as media:
        with pytest.raises(MediaTooLarge):
            await media.picture("/1.png")


async def test_a_recording_is_known_by_its_content_and_a_picture_is_none():
    async with serving(http(200, b"#!AMR\n" + bytes(100))) as script, library(script) as media:
        recording = await media.recording("/1.mp3")
        assert recording.format is Format.AMR
        with pytest.raises(UnsupportedMedia):
            await media.picture("/1.mp3")
    assert len(script.received) == 1


async def test_an_own_medium_is_not_fetched_again():
    async with serving(http(404)) as script, library(script) as media:
        await media.keep("/up/1.png", PNG)
        assert (await media.picture("/up/1.png")).width == 40
    assert script.received == []


async def test_a_picture_is_uploaded_without_what_the_camera_added(phone_jpeg):
    prepared = await prepare_picture(phone_jpeg)
    assert (prepared.format, prepared.width, prepared.height) == (Format.JPEG, 40, 30)
    async with serving(http(201)) as store:
        base = ApiBase.parse(store.origin)
        wire = await open_wire(Network())
        client = MediaClient(wire, base, "token", lambda _link: True)
        slot = read_slot(base, f"{store.origin}/up/1", {"Authorization": "Basic x"})
        await client.upload(slot, prepared.content, media_type="image/jpeg")
        store.answers = [http(403)]
        with pytest.raises(Refused):
            await client.upload(slot, prepared.content, media_type="image/jpeg")
        await wire.aclose()
    body = store.received[0].body
    assert body == prepared.content
    assert b"PHONEMAKER" not in body
    assert store.received[0].headers["content-type"] == "image/jpeg"


async def test_a_recording_is_checked_before_it_is_uploaded():
    assert (await prepare_recording(b"#!AMR\n" + bytes(100))).format is Format.AMR
    with pytest.raises(BrokenMedia):
        await prepare_recording(b"fLaC\0\0\0\x22")
    with pytest.raises(UnsupportedMedia):
        await prepare_recording(b"MZ\x90\0")


@pytest.mark.parametrize("address", ["http://up.example/1", "ftp://up.example/1", "", "file:///x"])
def test_an_upload_goes_encrypted_or_not_at_all(address):
    with pytest.raises(ForeignMedia):
        read_slot(HOSPITAL, address, {})
    assert read_slot(HOSPITAL, "https://up.example/1", {}).address.origin.encrypted
