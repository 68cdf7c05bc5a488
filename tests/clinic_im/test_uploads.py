"""XEP-0363: a slot, one file of the promised size, and its download as the engines serve it."""

import pytest
from httpx import AsyncClient
from starlette.requests import Request

from tests.clinic_im.client import NS
from workstation.clinic.im.engine import EJABBERD
from workstation.clinic.im.uploads import body_of

CONTENT = b"OggS" + bytes(range(256))


SIZE = len(CONTENT)


async def slot(client, name="v.opus", size=SIZE, kind="audio/ogg"):
    request = f'<request xmlns="{NS["up"]}" filename="{name}" size="{size}" content-type="{kind}"/>'
    return await client.iq("get", request, "upload.clinic.test")


def addresses(answer):
    put, get = answer.find("up:slot/up:put", NS), answer.find("up:slot/up:get", NS)
    headers = {one.get("name"): one.text for one in put.iterfind("up:header", NS)}
    return put.get("url"), get.get("url"), headers


async def test_a_file_is_put_and_read_back_with_its_type(start):
    async with start() as running, AsyncClient(trust_env=False) as http:
        put, get, headers = addresses(await slot(await running.online(1001)))
        created = await http.put(put, content=CONTENT, headers=headers)
        read = await http.get(get)
    assert put.startswith(f"{running.address}/upload/")
    assert created.status_code == 201
    assert read.content == CONTENT
    assert read.headers["content-type"] == "audio/ogg"


async def test_prosody_serves_an_open_range_and_refuses_a_closed_one(start):
    async with start() as running, AsyncClient(trust_env=False) as http:
        put, get, headers = addresses(await slot(await running.online(1001)))
        await http.put(put, content=CONTENT, headers=headers)
        rest = await http.get(get, headers={"Range": "bytes=4-"})
        closed = await http.get(get, headers={"Range": "bytes=0-3"})
    assert (rest.status_code, rest.content) == (206, CONTENT[4:])
    assert closed.status_code == 416


async def test_ejabberd_needs_no_header_and_serves_opus_as_an_opaque_whole(start):
    async with start(engine=EJABBERD) as running, AsyncClient(trust_env=False) as http:
        put, get, headers = addresses(await slot(await running.online(1001)))
        created = await http.put(put, content=CONTENT)
        read = await http.get(get, headers={"Range": "bytes=4-"})
    assert headers == {}
    assert created.status_code == 201
    assert (read.status_code, read.content) == (200, CONTENT)
    assert read.headers["content-type"] == "application/octet-stream"
    assert read.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (CONTENT[:-1], None, 413),
        (CONTENT + b"x", None, 413),
        (CONTENT, {}, 401),
        (CONTENT, {"Authorization": "Bearer guessed"}, 401),
    ],
)
async def test_a_put_that_is_not_as_promised_is_refused_and_may_be_repeated(
    start, content, headers, status
):
    async with start() as running, AsyncClient(trust_env=False) as http:
        put, get, right = addresses(await slot(await running.online(1001)))
        given = right if headers is None else headers
        refused = await http.put(put, content=content, headers=given)
        absent = await http.get(get)
        repeated = await http.put(put, content=CONTENT, headers=right)
    assert refused.status_code == status
    assert absent.status_code == 404
    assert repeated.status_code == 201


async def test_a_body_of_undeclared_length_is_counted(start):
    async def endless():
        for _ in range(100):
            yield bytes(100)

    async with start() as running, AsyncClient(trust_env=False) as http:
        put, _, headers = addresses(await slot(await running.online(1001)))
        refused = await http.put(put, content=endless(), headers=headers)
    assert refused.status_code == 413


async def test_no_more_is_read_than_it_takes_to_know_that_it_is_too_much():
    received = []

    async def receive():
        received.append(1)
        return {"type": "http.request", "body": bytes(100), "more_body": len(received) < 9}

    request = Request({"type": "http", "method": "PUT", "headers": []}, receive)
    assert await body_of(request, 250) is None
    assert len(received) == 3


async def test_a_slot_takes_one_file(start):
    async with start() as running, AsyncClient(trust_env=False) as http:
        put, get, headers = addresses(await slot(await running.online(1001)))
        await http.put(put, content=CONTENT, headers=headers)
        second = await http.put(put, content=bytes(len(CONTENT)), headers=headers)
        read = await http.get(get)
    assert second.status_code == 404
    assert read.content == CONTENT


@pytest.mark.parametrize(
    ("name", "size", "condition"),
    [
        ("v.opus", str(16 * 1024 * 1024 + 1), "not-acceptable"),
        ("v.opus", "9" * 40, "not-acceptable"),
        ("v.opus", "-1", "bad-request"),
        ("v.opus", "", "bad-request"),
        ("", "10", "bad-request"),
        ("..", "10", "bad-request"),
        ("x" * 256, "10", "bad-request"),
    ],
)
async def test_a_slot_is_refused_for_what_cannot_be(start, name, size, condition):
    async with start() as running:
        answer = await slot(await running.online(1001), name, size)
    assert answer.find(f"c:error/e:{condition}", NS) is not None


@pytest.mark.parametrize("name", ["../../clinic.key", "图片 1.jpg", "a/b?c#d%2e.png", "..a"])
async def test_no_name_leads_out_of_the_folder(start, name, tmp_path):
    async with start() as running, AsyncClient(trust_env=False) as http:
        put, get, headers = addresses(await slot(await running.online(1001), name))
        created = await http.put(put, content=CONTENT, headers=headers)
        read = await http.get(get)
    stored = [
        path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size == SIZE
    ]
    assert [path.parent for path in stored] == [tmp_path / "uploads"]
    assert created.status_code == 201
    assert read.content == CONTENT


async def test_slots_that_nobody_uses_make_room_for_new_ones(start, monkeypatch):
    monkeypatch.setattr("workstation.clinic.im.upload_service.MAX_OPEN_SLOTS", 2)
    async with start() as running, AsyncClient(trust_env=False) as http:
        client = await running.online(1001)
        puts = [addresses(await slot(client))[0::2] for _ in range(3)]
        answers = [await http.put(put, content=CONTENT, headers=given) for put, given in puts]
    assert [answer.status_code for answer in answers] == [404, 201, 201]


async def test_a_file_outlives_the_server(start):
    async with start() as running, AsyncClient(trust_env=False) as http:
        put, get, headers = addresses(await slot(await running.online(1001)))
        await http.put(put, content=CONTENT, headers=headers)
        path = get.removeprefix(running.address)
    async with start() as running, AsyncClient(trust_env=False) as http:
        read = await http.get(running.address + path)
    assert read.content == CONTENT
