"""What a doctor is signed in with fetches nothing that a stranger's name leads to on this PC."""

import dataclasses

import pytest

from tests.fakes.http_server import http, serving
from tests.fakes.names import Names
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import ApiBase, Origin, WebAddress
from workstation.domain.errors import ForeignMedia
from workstation.services.access import open_access

SETTINGS = dataclasses.replace(Settings(), proxy="direct")


async def _fetch(base, name, settings):
    async with serving(http(200, b"png")) as here:
        port = Origin.of(here.origin).port
        listed = tuple(Origin.of(f"http://{one}:{port}") for one in settings.media_origins)
        settings = dataclasses.replace(settings, media_origins=listed)
        access = await open_access(settings, base, "token", SystemClock())
        try:
            return await access.media.fetch(WebAddress.parse(f"http://{name}:{port}/1.png"))
        finally:
            await access.aclose()
            assert len(here.received) <= 1


async def test_by_default_a_name_that_leads_to_this_computer_is_refused(monkeypatch):
    Names(monkeypatch).leads("pictures.example", "127.0.0.1")
    with pytest.raises(ForeignMedia):
        await _fetch(ApiBase.parse("https://api.hospital.example"), "pictures.example", SETTINGS)


async def test_a_listed_origin_may_lead_anywhere(monkeypatch):
    Names(monkeypatch).leads("media.hospital.example", "127.0.0.1")
    settings = dataclasses.replace(SETTINGS, media_origins=("media.hospital.example",))
    base = ApiBase.parse("https://api.hospital.example")
    assert await _fetch(base, "media.hospital.example", settings) == b"png"


async def test_the_demo_on_this_computer_reaches_its_own_media(monkeypatch):
    Names(monkeypatch).leads("pictures.example", "127.0.0.1")
    assert await _fetch(ApiBase.parse("http://127.0.0.1:9"), "pictures.example", SETTINGS) == b"png"
