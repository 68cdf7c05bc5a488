"""Each fault of the dial does what it says, on real sockets."""

import asyncio
import gzip
import json
import time
from email.utils import parsedate_to_datetime

import httpx
import pytest

from workstation.clinic.faults import KINDS
from workstation.domain.errors import ConfigurationError

IN_PROCESS = "/consult/in_process_list"


@pytest.fixture(autouse=True)
def cleared(process):
    yield
    process.clear()


@pytest.fixture
def http(process):
    with httpx.Client(
        base_url=process.address, headers={"X-AUTH-TOKEN": process.token}, trust_env=False
    ) as client:
        yield client


def test_latency_delays_the_answer(process, http):
    process.dial(f"latency=300@GET {IN_PROCESS}#1")
    began = time.monotonic()
    assert http.get(IN_PROCESS).json()["success"] is True
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize("status", [404, 500, 502, 503])
def test_http_errors_come_with_a_page_instead_of_json(process, http, status):
    process.dial(f"http={status}@{IN_PROCESS}")
    answer = http.get(IN_PROCESS)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")


def test_a_failure_carries_its_message_in_the_envelope(process, http):
    process.dial("failure=今日号已满@POST /consult")
    answer = http.post("/consult", json={})
    assert answer.status_code == 200
    assert answer.json() == {"success": False, "code": 500, "message": "今日号已满"}


def test_a_token_is_refused_by_code_or_by_http(process, http):
    process.dial("token-envelope#1", "token-http")
    by_code, by_http = http.get("/im/servers"), http.get("/im/servers")
    assert (by_code.status_code, by_code.json()["code"]) == (200, 401)
    assert by_http.status_code == 401
    assert not by_http.headers["content-type"].startswith("application/json")


def test_types_are_wrong(process, http):
    process.dial(f"types=strings@{IN_PROCESS}")
    assert isinstance(http.get(IN_PROCESS).json()["resutls"][0]["consultation_id"], str)


def test_a_captive_portal_answers_200_with_a_page(process, http):
    process.dial("html")
    answer = http.get(IN_PROCESS)
    assert answer.status_code == 200
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_redirect_points_to_another_origin(process, http):
    process.dial("redirect=http://elsewhere.example/login")
    answer = http.get(IN_PROCESS)
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "http://elsewhere.example/login",
    )


async def test_slow_bytes_trickle(process):
    process.dial("slow=50@/im/servers")
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        headers = {"X-AUTH-TOKEN": process.token}
        arrivals = []
        url = f"{process.address}/im/servers"
        async with http.stream("GET", url, headers=headers) as answer:
            async for part in answer.aiter_raw():
                arrivals.append((asyncio.get_running_loop().time(), len(part)))
                if len(arrivals) == 5:
                    break
    assert sum(size for _, size in arrivals) < 20
    assert arrivals[-1][0] - arrivals[0][0] >= 0.15


def test_a_huge_body_is_valid_json_of_that_size(process, http):
    process.dial(f"huge=3@{IN_PROCESS}")
    answer = http.get(IN_PROCESS)
    assert len(answer.content) > 3 * 1024 * 1024
    assert answer.json()["success"] is True


def test_a_bomb_is_small_on_the_wire_and_unpacks_to_its_size(process, http):
    process.dial("bomb=20@/im/servers")
    with http.stream("GET", "/im/servers") as answer:
        packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    assert len(packed) < 100_000
    unpacked = gzip.decompress(packed)
    assert len(unpacked) > 20 * 1024 * 1024
    assert json.loads(unpacked)["success"] is True


def test_a_corrupt_file_has_its_length_and_other_bytes(process, http):
    good = http.get("/media/voices/thank-you.amr").content
    process.dial("corrupt@/media/*")
    bad = http.get("/media/voices/thank-you.amr").content
    assert len(bad) == len(good)
    assert bad != good


def test_a_truncated_body_is_framed_as_if_it_were_whole(process, http):
    good = http.get("/media/voices/thank-you.amr").content
    process.dial("truncate=25@/media/*")
    assert http.get("/media/voices/thank-you.amr").content == good[: len(good) // 4]


def test_a_dropped_connection_ends_inside_the_body(process, http):
    process.dial(f"drop=50@{IN_PROCESS}")
    with pytest.raises(httpx.RemoteProtocolError):
        http.get(IN_PROCESS)


def test_a_reset_call_is_not_carried_out(process, http):
    number = http.get("/consult/history_list").json()["resutls"][0]["consultation_id"]
    process.dial("reset@DELETE /consult/*#1")
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        http.delete(f"/consult/history_list/{number}")
    assert http.delete(f"/consult/history_list/{number}").json() == {"sucess": True, "code": 200}


def test_a_lost_call_is_carried_out_without_an_answer(process, http):
    number = http.get("/consult/history_list").json()["resutls"][0]["consultation_id"]
    process.dial("lost@DELETE /consult/*#1")
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        http.delete(f"/consult/history_list/{number}")
    assert http.delete(f"/consult/history_list/{number}").json()["success"] is False


def test_the_servers_clock_can_be_off(process, http):
    right = parsedate_to_datetime(http.get("/im/servers").headers["date"])
    process.dial("date=-86400")
    wrong = parsedate_to_datetime(http.get("/im/servers").headers["date"])
    assert 86_390 <= (right - wrong).total_seconds() <= 86_400


def test_the_server_list_can_be_anything(process, http):
    process.dial("servers=192.168.3.1:9501,192.168.3.1:9501,192.168.3.2:9501#1", "servers=")
    assert http.get("/im/servers").json()["result"] == [
        {"ip": "192.168.3.1", "port": 9501},
        {"ip": "192.168.3.1", "port": 9501},
        {"ip": "192.168.3.2", "port": 9501},
    ]
    assert http.get("/im/servers").json()["result"] == []


def test_faults_add_up(process, http):
    process.dial("latency=200@/im/*", "types=scalar@/im/*")
    began = time.monotonic()
    assert http.get("/im/servers").json()["result"] == 42
    assert time.monotonic() - began >= 0.2


def test_the_dial_says_what_is_left(process, http):
    process.dial("html@/im/*#3")
    http.get("/im/servers")
    assert process.faults() == ["html@/im/*#2"]


def test_every_kind_of_the_rest_layer_has_a_test_here():
    import pathlib

    source = pathlib.Path(__file__).read_text("utf-8")
    for kind in KINDS.values():
        if kind.layer == "rest":
            assert f'"{kind.name}' in source, kind.name


def test_a_bad_fault_is_refused_by_the_control_call(process):
    with pytest.raises(ConfigurationError, match="no such fault"):
        process.dial("nonsense")


@pytest.mark.parametrize("key", [None, "wrong"])
def test_control_calls_without_the_key_do_not_exist(http, key):
    headers = {} if key is None else {"X-CLINIC-CONTROL": key}
    for method, path in (
        ("GET", "/_clinic/faults"),
        ("DELETE", "/_clinic/faults"),
        ("GET", "/_clinic/members/1001/token"),
        ("POST", "/_clinic/consultations/20418/finish"),
    ):
        answer = http.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["success"]) == (404, False)


def test_control_calls_from_another_computer_do_not_exist(app, clinic):
    async def ask(address):
        transport = httpx.ASGITransport(app, client=(address, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as http:
            headers = {"X-CLINIC-CONTROL": clinic.tokens.control_key()}
            return (await http.get("/_clinic/faults", headers=headers)).status_code

    assert asyncio.run(ask("192.168.3.7")) == 404
    assert asyncio.run(ask("127.0.0.1")) == 200


def test_control_gives_tokens_and_ends_them(process, http):
    patient = httpx.get(
        f"{process.address}{IN_PROCESS}",
        headers={"X-AUTH-TOKEN": process.token_of(3001)},
        trust_env=False,
    )
    assert patient.json()["success"] is True
    old = process.token_of(1002)
    new = process.renew_token(1002)
    for token, status in ((old, 401), (new, 200)):
        answer = http.get("/doctor/detail", headers={"X-AUTH-TOKEN": token})
        assert answer.status_code == status


def test_control_finishes_a_consultation(process, http):
    number = http.get(IN_PROCESS).json()["resutls"][0]["consultation_id"]
    process.finish(number)
    here = {one["consultation_id"] for one in http.get(IN_PROCESS).json()["resutls"]}
    there = {one["consultation_id"] for one in http.get("/consult/history_list").json()["resutls"]}
    assert number not in here
    assert number in there
