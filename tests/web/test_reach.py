"""A stranger's address reaches what the connection ends at, not what its name looked like."""

import asyncio
import ipaddress

import httpcore
import pytest

from tests.fakes.http_server import http, serving
from tests.fakes.names import Names
from workstation.domain.address import ApiBase, Origin, WebAddress
from workstation.domain.errors import ForeignMedia, NameNotResolved, TlsFailure, Unreachable
from workstation.domain.zones import Zone
from workstation.media.origins import MediaOrigins
from workstation.media.upload import read_slot
from workstation.web import asyncio_backend, reach
from workstation.web.media_client import MediaClient
from workstation.web.network import NO_PROXY, Network
from workstation.web.opening import open_wire
from workstation.web.retry import RetryPolicy
from workstation.web.wire import Request

HOSPITAL = ApiBase.parse("https://api.hospital.example")


@pytest.fixture
def names(monkeypatch):
    return Names(monkeypatch)


@pytest.fixture
def outside(monkeypatch):
    """Two addresses of this computer stand for one in the internet and one of the clinic's."""
    zones = {"127.0.0.2": Zone.INTERNET, "127.0.0.3": Zone.CLINIC}
    real = reach.zone_of
    monkeypatch.setattr(reach, "zone_of", lambda place: zones.get(str(place), real(place)))
    monkeypatch.setattr(reach.AddressFilter, "require_elsewhere", lambda _self, _stream: None)


async def _no_sleep(_seconds):
    return None


class Fetching:
    """A media client as a doctor has it; the wire is closed with it."""

    def __init__(self, base=HOSPITAL, listed=(), proxy=NO_PROXY, **network):
        self.origins = MediaOrigins(base, frozenset(map(Origin.of, listed)))
        self.network, self.base = Network(proxy=proxy, **network), base

    async def __aenter__(self):
        self.wire = await open_wire(self.network, self.origins)
        patience = RetryPolicy(5, lambda: 0.0, _no_sleep)
        return MediaClient(self.wire, self.base, "token", self.origins.allows, patience)

    async def __aexit__(self, *_):
        await self.wire.aclose()


def _at(name, server):
    return WebAddress.parse(f"http://{name}:{Origin.of(server.origin).port}/1.png")


NEAR = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.1.1", "10.0.0.7", "fd00::7"]  # noqa: S104


@pytest.mark.parametrize("place", NEAR)
async def test_a_name_that_leads_too_near_is_refused(names, place):
    names.leads("pictures.example", place)
    names.leads("api.hospital.example", "203.0.113.9")
    async with serving(http(200, b"secret")) as here, Fetching() as client:
        with pytest.raises(ForeignMedia):
            await client.fetch(_at("pictures.example", here))
    assert here.received == []


@pytest.mark.usefixtures("outside")
async def test_a_name_that_leads_away_first_and_here_later_is_refused(names):
    """Rebinding: nobody listens at the first address, so a second asking would find the second."""
    names.leads("pictures.example", "127.0.0.2", "127.0.0.1")
    async with serving(http(200, b"secret")) as here, Fetching() as client:
        link = _at("pictures.example", here)
        assert await _refusal(client, link) is Unreachable
        assert names.asked == ["pictures.example"]
        assert await _refusal(client, link) is ForeignMedia
    assert here.received == []


async def _refusal(client, link):
    """Why one request, without another try, came to nothing."""
    with pytest.raises((Unreachable, ForeignMedia)) as refusal:
        async with client._wire.send(Request("GET", link)):
            pass
    return refusal.type


@pytest.mark.usefixtures("outside")
async def test_a_name_that_leads_away_is_fetched_from_where_it_leads(names):
    names.leads("pictures.example", ["127.0.0.1", "127.0.0.2"])
    async with serving(http(200, b"png"), host="127.0.0.2") as away, Fetching() as client:
        assert await client.fetch(_at("pictures.example", away)) == b"png"
    assert away.received[0].headers["host"].startswith("pictures.example:")


@pytest.mark.usefixtures("outside")
async def test_a_redirect_does_not_lead_here_either(names):
    names.leads("pictures.example", "127.0.0.2")
    names.leads("inside.example", "127.0.0.1")
    async with serving(http(200, b"secret")) as here:
        answer = http(302, Location=str(_at("inside.example", here)))
        async with serving(answer, host="127.0.0.2") as away, Fetching() as client:
            with pytest.raises(ForeignMedia):
                await client.fetch(_at("pictures.example", away))
    assert here.received == []


async def test_an_upload_does_not_lead_here_either(names):
    names.leads("upload.example", "127.0.0.1")
    base = ApiBase.parse("http://api.hospital.example")
    async with serving(http(201)) as here, Fetching(base) as client:
        slot = read_slot(base, str(_at("upload.example", here)), {})
        with pytest.raises(ForeignMedia):
            await client.upload(slot, b"x", media_type="image/png")
    assert here.received == []


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("platform", "allowed"), [("203.0.113.9", False), ("10.0.0.2", True), ("127.0.0.1", True)]
)
async def test_the_clinic_s_network_is_open_where_the_platform_is_in_it(names, platform, allowed):
    names.leads("store.example", "127.0.0.3")
    names.leads("api.hospital.example", platform)
    async with serving(http(200, b"png"), host="127.0.0.3") as store, Fetching() as client:
        link = _at("store.example", store)
        if allowed:
            assert await client.fetch(link) == b"png"
        else:
            with pytest.raises(ForeignMedia):
                await client.fetch(link)
    assert len(store.received) == allowed


async def test_a_listed_name_is_the_administrator_s_word_wherever_it_leads(names):
    names.leads("media.hospital.example", "127.0.0.1")
    async with serving(http(200, b"png")) as here:
        link = _at("media.hospital.example", here)
        async with Fetching(listed=[str(link.origin)]) as client:
            assert await client.fetch(link) == b"png"


async def test_the_demo_s_clinic_on_this_computer_shows_its_pictures(names):
    names.leads("pictures.example", "127.0.0.1")
    async with serving(http(200, b"png")) as here, Fetching(ApiBase.parse(here.origin)) as client:
        assert await client.fetch(WebAddress.parse(f"{here.origin}/1.png")) == b"png"
        assert await client.fetch(_at("pictures.example", here)) == b"png"
        assert await client.fetch(_at("localhost", here)) == b"png"


@pytest.mark.parametrize("place", ["169.254.169.254", "0.0.0.0", "224.0.0.1"])  # noqa: S104
async def test_not_even_the_demo_reaches_metadata_and_multicast(names, place):
    names.leads("pictures.example", place)
    async with (
        serving(http(200, b"secret")) as here,
        Fetching(ApiBase.parse(here.origin)) as client,
    ):
        with pytest.raises(ForeignMedia):
            await client.fetch(_at("pictures.example", here))
    assert here.received == []


async def test_the_certificate_is_that_of_the_name_though_a_number_is_connected_to(
    names, authority
):
    names.leads("pictures.example", "127.0.0.1")
    names.leads("other.example", "127.0.0.1")
    async with serving(http(200, b"png"), tls=authority.server("pictures.example")) as here:
        port = Origin.of(here.origin).port
        base = ApiBase.parse(here.origin)
        async with Fetching(base, ca_file=authority.path) as client:
            result = await client.fetch(WebAddress.parse(f"https://pictures.example:{port}/1.png"))
            assert result == b"png"
            with pytest.raises(TlsFailure):
                await client.fetch(WebAddress.parse(f"https://other.example:{port}/1.png"))


async def test_this_computer_s_own_card_is_this_computer(names, monkeypatch):
    """Its address in the clinic's network, or in the internet, says nothing of that."""
    monkeypatch.setattr(reach, "zone_of", lambda _place: Zone.INTERNET)
    async with serving(http(200, b"secret")) as here, Fetching() as client:
        names.leads("pictures.example", "127.0.0.1")
        with pytest.raises(ForeignMedia):
            await client.fetch(_at("pictures.example", here))
    assert here.received == []


async def test_a_name_nobody_knows_is_said_to_be_one(names):
    names.leads("pictures.example", [])
    async with Fetching() as client:
        with pytest.raises(NameNotResolved):
            await client.fetch(WebAddress.parse("http://pictures.example/1.png"))


async def test_an_address_that_does_not_answer_does_not_hold_up_the_next():
    """The first one takes the connection and never answers it, as a lost route does."""
    connected = []

    async def connect(place):
        connected.append(place)
        if place == "127.0.0.2":
            await asyncio.Event().wait()
        return place

    assert (
        await asyncio_backend.first_connection(connect, ["127.0.0.2", "127.0.0.3"]) == "127.0.0.3"
    )
    assert connected == ["127.0.0.2", "127.0.0.3"]


async def test_of_two_connections_at_once_one_is_taken_and_one_closed():
    class Stream(httpcore.AsyncNetworkStream):
        closed = False

        async def aclose(self):
            self.closed = True

    streams = {"1": Stream(), "2": Stream()}
    both = asyncio.Event()

    async def connect(place):
        if place == "2":
            both.set()
        await both.wait()
        return streams[place]

    taken = await asyncio_backend.first_connection(connect, ["1", "2"])
    await asyncio.sleep(0)
    assert [stream.closed for stream in streams.values() if stream is not taken] == [True]
    assert not taken.closed


@pytest.mark.parametrize(
    ("host", "beside", "refused"),
    [
        ("127.0.0.2", True, True),
        ("169.254.169.254", False, True),
        ("10.0.0.7", False, True),
        ("inside.example", True, True),
        ("inside.example", False, False),
        ("unknown.example", True, False),
    ],
)
async def test_through_a_proxy_what_is_known_here_is_judged(names, host, beside, refused):
    names.leads("inside.example", "127.0.0.1")
    names.leads("unknown.example", [])
    names.leads("proxy.example", "127.0.0.1")
    names.leads("api.hospital.example", "203.0.113.9")
    async with serving(http(200, b"png")) as proxy:
        port = Origin.of(proxy.origin).port
        address = f"http://user:word@{'127.0.0.1' if beside else 'proxy.example'}:{port}"
        async with Fetching(proxy=address) as client:
            origins = client._allows
            link = WebAddress(Origin("http", host, 80), "/1.png")
            client._allows = lambda _link: True
            if refused and ipaddress_loopback(host):
                assert not origins(link)
            elif refused:
                with pytest.raises(ForeignMedia):
                    await client.fetch(link)
            else:
                assert await client.fetch(link) == b"png"
    assert len(proxy.received) == (not refused)


def ipaddress_loopback(host):
    """This computer's own numbers never go through a proxy; their spelling refuses them."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Stream(httpcore.AsyncNetworkStream):
    """A connection between two addresses; no packet of a test leaves the computer."""

    def __init__(self, own, peer):
        self._ends = {"client_addr": (own, 50123), "server_addr": (peer, 443)}

    def get_extra_info(self, info):
        return self._ends.get(info)


def test_only_a_connection_that_ends_at_this_computer_is_refused_by_its_ends():
    places = reach.AddressFilter(MediaOrigins(HOSPITAL, frozenset()))
    places.require_elsewhere(_Stream("10.0.0.5", "203.0.113.9"))
    with pytest.raises(ForeignMedia):
        places.require_elsewhere(_Stream("10.0.0.5", "10.0.0.5"))
