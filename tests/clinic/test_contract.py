"""The answers are spelt and shaped as the interface contract says, to the letter."""

import re

import pytest

NEW = {
    "creator_member_id": 0,
    "target_member_id": 0,
    "team_id": 101,
    "symptom_content": "孩子今天早上起疹子。",
    "symptom_type": "text",
    "images": ["/media/pictures/papules-3001-1-1080x1440.jpg"],
}
FIELDS = {
    "consultation_id": int,
    "status": str,
    "creator_member_id": int,
    "creator_member_name": str,
    "target_member_id": int,
    "target_member_name": str,
    "team_id": int,
    "team_name": str,
    "doctor_ids": list,
    "symptom_content": str,
    "symptom_type": str,
    "images": list,
}


def types(item):
    return {key: type(value) for key, value in item.items()}


async def test_servers_of_the_im_are_a_list_without_code(calling):
    async with calling() as call:
        answer = await call.json("GET", "/im/servers")
    assert answer == {"success": True, "result": [{"ip": "clinic.test", "port": 8470}]}


async def test_password_of_the_im_is_32_hex_digits_for_an_hour_without_code(calling):
    async with calling() as call:
        answer = await call.json("GET", "/im/password")
    assert answer.keys() == {"success", "result"}
    assert answer["result"].keys() == {"expire", "password"}
    assert answer["result"]["expire"] == 3600
    assert re.fullmatch(r"[0-9a-f]{32}", answer["result"]["password"])


@pytest.mark.parametrize("path", ["/consult/in_process_list", "/consult/history_list"])
async def test_lists_are_under_resutls_with_created_inside_each_item(calling, path):
    async with calling() as call:
        answer = await call.json("GET", path)
    assert answer.keys() == {"success", "code", "resutls"}
    assert (answer["success"], answer["code"]) == (True, 200)
    assert answer["resutls"]
    for item in answer["resutls"]:
        assert types(item) == {**FIELDS, "created": int}
        assert all(type(doctor) is int for doctor in item["doctor_ids"])
        assert all(type(image) is str for image in item["images"])


async def test_one_consultation_has_created_beside_result(calling, clinic):
    newest = clinic.consultations.in_process(1001)[0]
    async with calling() as call:
        answer = await call.json("GET", f"/consult/{newest.consultation_id}")
    assert answer.keys() == {"success", "code", "result", "created"}
    assert types(answer["result"]) == FIELDS
    assert answer["created"] == newest.created


async def test_a_new_consultation_has_created_beside_result_and_is_in_process(
    calling, clinic, clock
):
    known = clinic.consultations.in_process(1001)[0]
    body = {
        **NEW,
        "creator_member_id": known.creator_member_id,
        "target_member_id": known.target_member_id,
    }
    async with calling() as call:
        answer = await call.json("POST", "/consult", json=body)
        listed = await call.json("GET", "/consult/in_process_list")
    assert answer.keys() == {"success", "code", "result", "created"}
    assert types(answer["result"]) == FIELDS
    assert answer["created"] == clock.ms
    assert answer["result"]["doctor_ids"] == [1001, 1002, 1003]
    assert answer["result"] | {"created": clock.ms} == listed["resutls"][0]


async def test_delete_answers_sucess_without_a_payload_and_the_row_is_gone(calling):
    async with calling() as call:
        before = (await call.json("GET", "/consult/history_list"))["resutls"]
        number = before[3]["consultation_id"]
        answer = await call.json("DELETE", f"/consult/history_list/{number}")
        after = (await call.json("GET", "/consult/history_list"))["resutls"]
    assert answer == {"sucess": True, "code": 200}
    assert after == before[:3] + before[4:]


async def test_a_delete_hides_the_row_from_one_doctor_and_not_from_the_colleague(calling, clinic):
    number = clinic.consultations.history(1002)[0].consultation_id
    async with calling(1002) as call:
        await call("DELETE", f"/consult/history_list/{number}")
    assert number not in {one.consultation_id for one in clinic.consultations.history(1002)}
    assert number in {one.consultation_id for one in clinic.consultations.history(1001)}


@pytest.mark.parametrize("which", ["in process", "unknown", "deleted before"])
async def test_delete_of_what_is_not_in_the_history_is_refused(calling, clinic, which):
    deleted = clinic.consultations.history(1001)[0].consultation_id
    clinic.consultations.delete_from_history(1001, deleted)
    number = {
        "in process": clinic.consultations.in_process(1001)[0].consultation_id,
        "unknown": 999_999_999,
        "deleted before": deleted,
    }[which]
    async with calling() as call:
        answer = await call("DELETE", f"/consult/history_list/{number}")
    assert answer.status_code == 200
    assert answer.json() == {"success": False, "code": 500, "message": "历史记录不存在或已删除"}


async def test_the_doctors_detail_has_the_new_fields_as_lists(calling):
    async with calling() as call:
        answer = await call.json("GET", "/doctor/detail")
    assert answer.keys() == {"success", "code", "result"}
    assert types(answer["result"]) == {
        "member_id": int,
        "name": str,
        "title": str,
        "hospital": str,
        "department": str,
        "introduction": str,
        "photo": str,
        "specialties": list,
        "honours": list,
    }


async def test_a_saved_detail_comes_back_and_the_last_writer_wins(calling):
    async with calling() as call:
        detail = (await call.json("GET", "/doctor/detail"))["result"]
        first = {**detail, "honours": ["一", "二"], "name": "林若川 "}
        second = {**detail, "honours": ["二", "一"], "specialties": []}
        await call("POST", "/doctor/detail", json=first)
        answer = await call.json("POST", "/doctor/detail", json=second)
        read = await call.json("GET", "/doctor/detail")
    assert answer == read == {"success": True, "code": 200, "result": second}


async def test_fields_left_out_of_a_detail_keep_their_value(calling):
    async with calling() as call:
        before = (await call.json("GET", "/doctor/detail"))["result"]
        answer = await call.json("POST", "/doctor/detail", json={"title": "名誉主任"})
    assert answer["result"] == {**before, "title": "名誉主任"}


@pytest.mark.parametrize("token", [None, "", "x", "1001.1.00", "1001", "a.b.c", "令牌".encode()])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/im/servers"),
        ("GET", "/im/password"),
        ("POST", "/consult"),
        ("GET", "/consult/20418"),
        ("GET", "/consult/in_process_list"),
        ("GET", "/consult/history_list"),
        ("DELETE", "/consult/history_list/20000"),
        ("GET", "/doctor/detail"),
        ("POST", "/doctor/detail"),
    ],
)
async def test_every_call_refuses_a_token_that_is_not_good_with_401(calling, token, method, path):
    async with calling(token=None) as call:
        headers = {} if token is None else {"X-AUTH-TOKEN": token}
        answer = await call(method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.json().keys() == {"success", "code", "message"}
    assert (answer.json()["success"], answer.json()["code"]) == (False, 401)


async def test_an_unknown_path_or_method_gets_the_failure_envelope(calling):
    async with calling() as call:
        path = await call("GET", "/consults")
        method = await call("PUT", "/consult")
    assert (path.status_code, path.json()["success"], path.json()["code"]) == (404, False, 500)
    assert (method.status_code, method.json()["success"], method.json()["code"]) == (
        405,
        False,
        500,
    )


async def test_a_consultation_of_others_is_not_shown(calling, clinic):
    foreign = next(
        one for one in clinic.consultations.all_in_process() if 1005 not in one.doctor_ids
    )
    async with calling(1005) as call:
        answer = await call.json("GET", f"/consult/{foreign.consultation_id}")
    assert answer == {"success": False, "code": 500, "message": "咨询不存在"}


async def test_a_patient_sees_the_consultations_it_asked_and_no_others(calling, clinic):
    mine = clinic.consultations.find(20418)
    async with calling(mine.creator_member_id) as call:
        answer = await call.json("GET", "/consult/in_process_list")
        detail = await call.json("GET", "/doctor/detail")
    assert [one["consultation_id"] for one in answer["resutls"]] == [20418]
    assert detail == {"success": False, "code": 500, "message": "当前账户不是医生"}


async def test_own_media_are_absolute_with_the_callers_origin_or_relative(calling):
    async with calling() as call:
        items = (await call.json("GET", "/consult/in_process_list"))["resutls"]
    images = [image for item in items for image in item["images"]]
    absolute = [image for image in images if image.startswith("http://clinic.test:8470/media/")]
    relative = [image for image in images if image.startswith("/media/")]
    assert absolute
    assert relative
    assert len(absolute) + len(relative) == len(images)


async def test_an_own_absolute_address_survives_a_change_of_port(calling, clinic):
    known = clinic.consultations.in_process(1001)[0]
    image = "http://clinic.test:8470/media/pictures/papules-3001-1-1080x1440.jpg"
    body = {
        **NEW,
        "creator_member_id": known.creator_member_id,
        "target_member_id": known.target_member_id,
        "images": [image, "https://elsewhere.example/a.jpg"],
    }
    async with calling() as call:
        number = (await call.json("POST", "/consult", json=body))["result"]["consultation_id"]
        moved = await call.json("GET", f"http://clinic.test:9000/consult/{number}")
    assert moved["result"]["images"] == [
        image.replace("8470", "9000"),
        "https://elsewhere.example/a.jpg",
    ]
