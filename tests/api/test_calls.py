"""The calls themselves, over real loopback HTTP."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from tests.fakes.http_server import http, json_answer, serving
from workstation.api import schemas
from workstation.api.consultations import Consultations
from workstation.api.doctor import Doctor
from workstation.api.im import MAX_SERVERS, Im
from workstation.api.platform import Platform
from workstation.config.calls import CALLS, ID
from workstation.domain.address import ApiBase
from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind, with_namesakes
from workstation.domain.errors import (
    BoundExceeded,
    ConnectionDropped,
    DeadlineExceeded,
    MalformedAnswer,
    ServerFault,
    TokenRejected,
)
from workstation.domain.profile import Profile
from workstation.web.api_client import ApiClient
from workstation.web.network import Network
from workstation.web.opening import open_wire
from workstation.web.retry import RetryPolicy

ROW = {"consultation_id": 7, "target_member_name": "王小宝"}
BEGUN_MS = 1_700_000_000_000
NEW = NewConsultation(3, 4, 5, Symptom(SymptomKind.TEXT, "咳嗽"))


class StoppedClock:
    def now_ms(self):
        return 0

    def monotonic(self):
        return 1000.0


async def _no_sleep(_seconds):
    return None


@asynccontextmanager
async def platform(script, paths=None, seconds=60):
    wire = await open_wire(Network())
    client = ApiClient(wire, ApiBase.parse(f"{script.origin}/api"), "token")
    try:
        yield Platform(client, paths, RetryPolicy(seconds, lambda: 0.0, _no_sleep))
    finally:
        await wire.aclose()


def _paths(script):
    return [f"{request.method} {request.target}" for request in script.received]


async def test_both_lists_are_read_from_their_misspelt_key():
    answer = json_answer({"success": True, "code": 200, "resutls": [ROW, {"x": 1}]})
    async with serving(answer) as script, platform(script) as api:
        in_process = await Consultations(api).in_process()
        history = await Consultations(api).history()
    assert _paths(script) == [
        "GET /api/consult/in_process_list",
        "GET /api/consult/history_list",
    ]
    assert [c.target.name for c in in_process.items] == ["王小宝"]
    assert history == in_process
    assert len(history.dropped) == 1


@pytest.mark.parametrize("rows", [[{}], [{"x": 1}, None], [[]]])
async def test_a_list_of_which_no_row_can_be_read_is_no_empty_list(rows):
    answer = json_answer({"success": True, "result": rows})
    async with serving(answer) as script, platform(script) as api:
        for read in (Consultations(api).in_process, Consultations(api).history):
            with pytest.raises(MalformedAnswer, match="no row can be read"):
                await read()


@pytest.mark.parametrize("read", [Consultations.in_process, Consultations.history])
async def test_a_row_that_is_as_it_is_known_is_that_value(read):
    rows = [ROW, {**ROW, "consultation_id": 8}, {**ROW, "consultation_id": 9}]
    same, before = (schemas.consultation(row) for row in ({**ROW}, {**rows[1], "status": "new"}))
    same = with_namesakes(same, frozenset({None}))  # a list marks what the platform says
    known = {7: same, 8: before}
    answer = json_answer({"result": rows, "consultation_id": 7})
    async with serving(answer) as script, platform(script) as api:
        items = (await read(Consultations(api), known.get)).items
    assert items[1:] == tuple(map(schemas.consultation, rows[1:]))
    assert items[0] is same


async def test_a_queue_that_is_as_before_is_not_read_again():
    looked_up = []
    same, other = (json_answer({"result": [{**ROW, "status": word}]}) for word in ("new", "old"))
    async with serving(same, same, other, same) as script, platform(script) as api:
        calls = Consultations(api)
        first, second, third, fourth = [await calls.in_process(looked_up.append) for _ in range(4)]
    assert looked_up == [7, 7, 7]
    assert first == second == fourth
    assert third.items[0].status == "old"


async def test_what_was_a_queue_before_is_a_failure_with_another_status():
    answers = [json_answer({"result": [ROW]}, status) for status in (200, 401)]
    async with serving(*answers) as script, platform(script) as api:
        calls = Consultations(api)
        await calls.in_process()
        with pytest.raises(TokenRejected):
            await calls.in_process()


async def test_an_envelope_that_names_a_consultation_is_none():
    answer = json_answer({"success": False, "code": 401, "consultation_id": 7})
    async with serving(answer) as script, platform(script) as api:
        with pytest.raises(TokenRejected):
            await Consultations(api).in_process()


async def test_one_consultation_with_created_beside_it():
    answer = json_answer({"success": True, "result": ROW, "created": BEGUN_MS})
    async with serving(answer) as script, platform(script) as api:
        assert (await Consultations(api).one(7)).created_ms == BEGUN_MS
        with pytest.raises(MalformedAnswer, match="another consultation"):
            await Consultations(api).one(8)
    assert _paths(script) == ["GET /api/consult/7", "GET /api/consult/8"]


async def test_a_consultation_is_created():
    answer = json_answer({"success": True, "result": ROW, "created": BEGUN_MS})
    async with serving(answer) as script, platform(script) as api:
        assert (await Consultations(api).create(NEW)).consultation_id == 7
    assert _paths(script) == ["POST /api/consult"]
    assert json.loads(script.received[0].body)["symptom_content"] == "咳嗽"


async def test_a_consultation_is_deleted():
    async with (
        serving(json_answer({"sucess": True, "code": 200})) as script,
        platform(script) as api,
    ):
        await Consultations(api).delete(20418)
    assert _paths(script) == ["DELETE /api/consult/history_list/20418"]


async def test_the_doctor_is_read_and_saved():
    detail = {"member_id": "1001", "name": "林若川", "specialties": "a;b"}
    async with (
        serving(json_answer({"success": True, "result": detail})) as script,
        platform(script) as api,
    ):
        profile = await Doctor(api).detail()
        await Doctor(api).save(profile)
    assert profile == Profile(1001, "林若川", specialties=("a", "b"))
    assert _paths(script) == ["GET /api/doctor/detail", "POST /api/doctor/detail"]
    assert json.loads(script.received[1].body)["specialties"] == ["a", "b"]


async def test_im_servers_are_valid_and_each_once():
    servers = [
        {"ip": "192.168.3.1", "port": 9501},
        {"ip": "192.168.3.2", "port": 9501},
        {"ip": "192.168.3.1", "port": 9502},
        {"ip": "192.168.3.1", "port": "9501"},
        {"ip": "nonsense!", "port": 9501},
    ]
    async with (
        serving(json_answer({"success": True, "result": servers})) as script,
        platform(script) as api,
    ):
        rows = await Im(api, StoppedClock()).servers()
    assert [(s.host, s.port) for s in rows.items] == [
        ("192.168.3.1", 9501),
        ("192.168.3.2", 9501),
        ("192.168.3.1", 9502),
    ]
    assert len(rows.dropped) == 2


@pytest.mark.parametrize("more", [0, 1])
async def test_im_servers_are_bounded_exactly(more):
    servers = [
        {"ip": f"im-{number}.clinic.test", "port": 1} for number in range(MAX_SERVERS + more)
    ]
    async with (
        serving(json_answer({"success": True, "result": servers})) as script,
        platform(script) as api,
    ):
        if more:
            with pytest.raises(BoundExceeded):
                await Im(api, StoppedClock()).servers()
        else:
            assert len((await Im(api, StoppedClock()).servers()).items) == MAX_SERVERS


NOBODYS = [
    "0.0.0.0", "0.1.2.3", "255.255.255.255", "240.0.0.1", "224.0.0.251", "239.255.255.250",  # noqa: S104
    "169.254.1.1", "::", "ff02::1", "ff0e::1", "fe80::1", "fe80::1%eth0", "[::]", "[ff02::1]",
    "::ffff:0.0.0.0", "::ffff:255.255.255.255", "::ffff:224.0.0.1", "::ffff:169.254.1.1",
    "::FFFF:A9FE:0101", "0", "0x0", "0.0.0.0.",
]  # fmt: skip
SOMEBODYS = ["10.0.0.1", "127.0.0.1", "::1", "fd00::1", "2001:db8::1", "::ffff:10.0.0.1", "im.x.cn"]


@pytest.mark.parametrize("host", NOBODYS)
def test_an_address_that_no_computer_has_is_no_im_server(host):
    with pytest.raises(MalformedAnswer):
        schemas.im_server({"ip": host, "port": 9501})


@pytest.mark.parametrize("host", SOMEBODYS)
def test_an_address_that_a_computer_may_have_is_one(host):
    assert schemas.im_server({"ip": host, "port": 9501}).port == 9501


@pytest.mark.parametrize("port", [0, -1, 65_536, "0", None, "x", True])
def test_a_port_that_nobody_listens_at_is_none(port):
    with pytest.raises(MalformedAnswer):
        schemas.im_server({"ip": "10.0.0.1", "port": port})


async def test_an_im_password_lives_on_the_monotonic_clock():
    answer = json_answer({"success": True, "result": {"expire": 3600, "password": "0f" * 16}})
    async with serving(answer) as script, platform(script) as api:
        password = await Im(api, StoppedClock()).password()
    assert (password.secret, password.expires_at) == ("0f" * 16, 4600.0)
    assert password.seconds_left(4000.0) == 600.0
    assert "0f0f" not in repr(password)


async def test_a_read_is_tried_again_and_a_write_is_not():
    busy, good = json_answer({}, 503), json_answer({"success": True, "result": []})
    async with serving(busy, busy, good) as script, platform(script) as api:
        assert (await Consultations(api).in_process()).items == ()
        assert len(script.received) == 3
        script.answers = [busy]
        with pytest.raises(ServerFault):
            await Consultations(api).delete(7)
        assert len(script.received) == 4
        script.answers = [b""]
        with pytest.raises(ConnectionDropped):
            await Consultations(api).create(NEW)
        assert len(script.received) == 5


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("body", "named"), [(b"<html>", {"Retry_After": "90"}), (b"{}", {"retry_after": "90"})]
)
async def test_a_platform_that_asks_for_peace_is_left_in_peace(status, body, named):
    async with serving(http(status, body, **named)) as script, platform(script) as api:
        with pytest.raises(ServerFault) as reports:
            await Im(api, StoppedClock()).servers()
        assert reports.value.retry_after == 90.0
        assert len(script.received) == 1


async def test_a_rejected_token_is_asked_about_once():
    async with (
        serving(json_answer({"success": False, "code": 401}, 401)) as script,
        platform(script) as api,
    ):
        with pytest.raises(TokenRejected):
            await Im(api, StoppedClock()).password()
    assert len(script.received) == 1


async def test_all_tries_of_a_read_share_one_deadline():
    async def silent(_request):
        await asyncio.sleep(3600)
        yield b""

    async with (
        serving(json_answer({}, 503), silent) as script,
        platform(script, seconds=0.3) as api,
    ):
        with pytest.raises(DeadlineExceeded) as over:
            await Consultations(api).in_process()
    assert over.value.call == "GET /consult/in_process_list"


async def test_any_path_can_be_configured():
    answer = json_answer({"success": True, "resutls": [], "result": ROW})
    paths = {"history": "/v2/closed", "consultation": "/v2/one/:id/full"}
    async with serving(answer) as script, platform(script, paths) as api:
        with pytest.raises(MalformedAnswer):
            await Consultations(api).history()
        await Consultations(api).one(7)
    assert _paths(script) == ["GET /api/v2/closed", "GET /api/v2/one/7/full"]


def test_every_call_has_its_own_key_and_place():
    assert len({call.key for call in CALLS}) == len(CALLS) == 9
    assert len({call.name for call in CALLS}) == len(CALLS)
    assert {call.key for call in CALLS if ID in call.path} == {"consultation", "delete"}
