"""Whatever is sent, the clinic answers with its failure envelope and changes nothing."""

import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FAMILY = {"creator_member_id": 0, "target_member_id": 0}
GOOD = {"team_id": 101, "symptom_content": "咳嗽", "symptom_type": "text", "images": []}


@pytest.fixture
def good(clinic):
    known = clinic.consultations.find(20418)
    return {
        **GOOD,
        "creator_member_id": known.creator_member_id,
        "target_member_id": known.target_member_id,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("creator_member_id", None),
        ("creator_member_id", "3001"),
        ("creator_member_id", True),
        ("creator_member_id", 1.5),
        ("creator_member_id", 0),
        ("creator_member_id", 2**63),
        ("creator_member_id", 424242),
        ("creator_member_id", 1002),
        ("target_member_id", 424242),
        ("target_member_id", []),
        ("team_id", 999),
        ("team_id", {}),
        ("symptom_content", None),
        ("symptom_content", 5),
        ("symptom_content", "   "),
        ("symptom_content", "疹" * 5001),
        ("symptom_content", "a\x00b"),
        ("symptom_content", "\ud800"),
        ("symptom_type", "video"),
        ("symptom_type", 7),
        ("images", "a.jpg"),
        ("images", [None]),
        ("images", [""]),
        ("images", ["javascript:alert(1)"]),
        ("images", ["file:///etc/passwd"]),
        ("images", ["//elsewhere.example/a.jpg"]),
        ("images", ["http://[::1"]),
        ("images", ["a.jpg"] * 51),
    ],
)
async def test_a_bad_field_is_refused_and_nothing_is_created(calling, clinic, good, field, value):
    before = len(clinic.consultations.all_in_process())
    body = json.dumps({**good, field: value})
    async with calling() as call:
        answer = await call(
            "POST", "/consult", content=body, headers={"Content-Type": "application/json"}
        )
    assert answer.status_code == 200
    assert answer.json().keys() == {"success", "code", "message"}
    assert (answer.json()["success"], answer.json()["code"]) == (False, 500)
    assert len(clinic.consultations.all_in_process()) == before


async def test_text_at_its_limit_is_taken(calling, good):
    async with calling() as call:
        answer = await call.json("POST", "/consult", json={**good, "symptom_content": "疹" * 5000})
    assert answer["result"]["symptom_content"] == "疹" * 5000


async def test_pictures_alone_are_enough(calling, good):
    body = {**good, "symptom_content": "", "symptom_type": "image", "images": ["a/b.jpg"]}
    async with calling() as call:
        answer = await call.json("POST", "/consult", json=body)
    assert answer["result"]["images"] == ["a/b.jpg"]


async def test_a_voice_must_be_an_address(calling, good):
    async with calling() as call:
        bad = await call.json(
            "POST",
            "/consult",
            json={**good, "symptom_type": "voice", "symptom_content": "ftp://x/y"},
        )
        fine = await call.json(
            "POST",
            "/consult",
            json={**good, "symptom_type": "audio/ogg", "symptom_content": "/media/voices/a.ogg"},
        )
    assert bad["success"] is False
    assert fine["result"]["symptom_content"] == "/media/voices/a.ogg"


async def test_a_patient_asks_only_in_its_own_name(calling, clinic, good):
    other = clinic.consultations.find(20419).creator_member_id
    async with calling(good["creator_member_id"]) as call:
        own = await call.json("POST", "/consult", json=good)
        foreign = await call.json("POST", "/consult", json={**good, "creator_member_id": other})
    assert own["success"] is True
    assert foreign["message"] == "只能以自己的账户发起咨询"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"{}", "text/plain"),
        (b"{}", ""),
        (b'{"symptom_content":"' + b"x" * 300_000 + b'"}', "application/json"),
    ],
)
@pytest.mark.parametrize("path", ["/consult", "/doctor/detail"])
async def test_a_body_that_is_no_json_object_is_refused(calling, path, content, kind):
    async with calling() as call:
        answer = await call("POST", path, content=content, headers={"Content-Type": kind})
    assert answer.status_code == 200
    assert answer.json()["success"] is False


@pytest.mark.parametrize(
    "number",
    [
        *("x", "-1", "1.5", "%E4%B8%80", "²", "9" * 40, "9223372036854775808", "0"),
        "0" * 20 + "9" * 30,
        "0" * 20 + "9" * 5_000,
    ],
)
async def test_an_id_that_is_none_is_refused(calling, number):
    async with calling() as call:
        one = await call("GET", f"/consult/{number}")
        deleted = await call("DELETE", f"/consult/history_list/{number}")
    for answer in (one, deleted):
        assert answer.status_code == 200
        assert answer.json()["success"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"member_id": 1002},
        {"name": ""},
        {"name": "林" * 61},
        {"introduction": "长" * 2001},
        {"title": 5},
        {"specialties": "湿疹"},
        {"specialties": [""]},
        {"honours": [1]},
        {"honours": ["奖"] * 51},
        {"honours": ["奖" * 201]},
    ],
)
async def test_a_bad_detail_is_refused_and_not_half_saved(calling, change):
    async with calling() as call:
        before = await call.json("GET", "/doctor/detail")
        answer = await call.json("POST", "/doctor/detail", json={"department": "内科", **change})
        after = await call.json("GET", "/doctor/detail")
    assert (answer["success"], answer["code"]) == (False, 500)
    assert after == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = [*GOOD, *FAMILY, "member_id", "name", "photo", "specialties", "honours", "introduction"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(NAMES), json_values))
def test_any_json_object_gets_an_envelope(calling, body):
    import asyncio

    async def both():
        async with calling() as call:
            return [
                await call(
                    "POST",
                    path,
                    content=json.dumps(body),
                    headers={"Content-Type": "application/json"},
                )
                for path in ("/consult", "/doctor/detail")
            ]

    for answer in asyncio.run(both()):
        assert answer.status_code == 200
        assert isinstance(answer.json()["success"], bool)


async def test_a_mistake_of_the_clinic_itself_is_an_envelope_and_leaves_a_trace(
    app, clinic, caplog
):
    token = clinic.tokens.of(1001)
    clinic.close()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as http:
        answer = await http.get("/doctor/detail", headers={"X-AUTH-TOKEN": token})
    assert answer.status_code == 500
    assert answer.json() == {"success": False, "code": 500, "message": "系统内部错误"}
    assert "GET /doctor/detail failed" in caplog.text
    assert token not in caplog.text
