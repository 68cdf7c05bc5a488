import json

import pytest

from workstation.api.envelope import open_envelope
from workstation.config.calls import CALLS, DELETE, IN_PROCESS, SAVE_DOCTOR
from workstation.domain.errors import (
    ConflictError,
    MalformedAnswer,
    NotFound,
    NotThePlatform,
    Refused,
    ServerFault,
    TokenRejected,
)
from workstation.web.api_client import HttpAnswer


def _answer(value, status=200, media_type="application/json"):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return HttpAnswer(status, {"content-type": media_type}, body)


@pytest.mark.parametrize("success", ["success", "sucess"])
@pytest.mark.parametrize("key", ["result", "results", "resutls"])
async def test_every_spelling_the_document_uses_is_read(success, key):
    envelope = await open_envelope(_answer({success: True, "code": 200, key: [1]}), IN_PROCESS)
    assert envelope.payload == [1]


@pytest.mark.parametrize(
    "value",
    [
        {"success": True},
        {"sucess": "true"},
        {"success": 1, "code": "200"},
        {"code": 200},
        {"result": None, "code": 200},
        {"result": []},
    ],
)
async def test_success_is_read_tolerantly(value):
    await open_envelope(_answer(value), DELETE)


async def test_an_envelope_names_nothing_that_is_in_it():
    patient = {"success": True, "result": ["王小宝"], "created_by": "王秀英"}
    assert "王" not in repr(await open_envelope(_answer(patient), IN_PROCESS))


@pytest.mark.parametrize("call", [DELETE, IN_PROCESS])
async def test_an_answer_without_content_is_nobody_s_word(call):
    """A box before the platform says so as well; after a write the list is read again."""
    with pytest.raises(MalformedAnswer):
        await open_envelope(_answer(b"", 204), call)


@pytest.mark.parametrize(
    ("status", "value"),
    [
        (401, {"success": False, "code": 401}),
        (403, {"success": False}),
        (200, {"success": False, "code": 401, "message": "令牌过期"}),
        (200, {"success": False, "code": "403"}),
        (200, {"success": True, "code": 401}),
        (500, {"success": False, "code": 401}),
    ],
)
async def test_a_token_that_is_no_longer_good(status, value):
    with pytest.raises(TokenRejected):
        await open_envelope(_answer(value, status), IN_PROCESS)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_token_refused_by_a_page_is_refused_and_it_is_known_by_what(status):
    """A gateway's page says so as well: a new token would be asked for in vain."""
    with pytest.raises(TokenRejected) as refused:
        await open_envelope(_answer(b"<html>no</html>", status, "text/html"), IN_PROCESS)
    assert refused.value.code == "platform.token.page"


@pytest.mark.parametrize(
    ("status", "value", "error"),
    [
        (200, {"success": False, "code": 500, "message": "不能删除"}, Refused),
        (200, {"sucess": False, "message": "不能删除"}, Refused),
        (500, {"success": False, "code": 500, "message": "不能删除"}, Refused),
        (400, {"success": False, "message": "不能删除"}, Refused),
        (200, {"success": False, "code": 404, "message": "不能删除"}, NotFound),
        (404, {"success": False, "code": 500, "message": "不能删除"}, NotFound),
        (409, {"success": False, "message": "不能删除"}, Refused),
        (200, {"success": False, "code": 409, "message": "不能删除"}, Refused),
        (503, {"success": False, "code": 500, "message": "不能删除"}, ServerFault),
        (429, {"success": False, "message": "不能删除"}, ServerFault),
        (200, {"success": 0, "code": 200, "message": "不能删除"}, Refused),
    ],
)
async def test_a_failure_has_its_kind_and_the_server_s_words_beside_it(status, value, error):
    with pytest.raises(error) as raised:
        await open_envelope(_answer(value, status), DELETE)
    assert type(raised.value) is error
    assert raised.value.server_text == "不能删除"
    assert raised.value.call == "DELETE /consult/history_list/:id"
    assert "不能删除" not in str(raised.value)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.key)
@pytest.mark.parametrize(("status", "code"), [(409, 500), (200, 409)])
async def test_only_an_edit_of_a_copy_can_meet_a_conflict(call, status, code):
    answer = _answer({"success": False, "code": code, "message": "忙"}, status)
    with pytest.raises(ConflictError if call is SAVE_DOCTOR else Refused):
        await open_envelope(answer, call)


@pytest.mark.parametrize(
    ("status", "body", "media_type", "error"),
    [
        (200, b"<!DOCTYPE html><title>Log in</title>", "text/html", NotThePlatform),
        (200, b"  <html>", "application/json", NotThePlatform),
        (200, b"Welcome", "text/plain", NotThePlatform),
        (200, b"", "text/html", NotThePlatform),
        (200, b'{"success": true}', "text/html", NotThePlatform),
        (404, b"<html>nginx</html>", "text/html", NotThePlatform),
        (511, b"<html>portal</html>", "text/html", NotThePlatform),
        (200, b'{"success": tr', "application/json", MalformedAnswer),
        (200, b'{"success": tr', "text/plain", MalformedAnswer),
        (200, b"", "application/json", MalformedAnswer),
        (200, b"[]", "application/json", MalformedAnswer),
        (200, b'"yes"', "application/json", MalformedAnswer),
        (200, b"{}", "application/json", MalformedAnswer),
        (200, b'{"status": "ok"}', "application/json", MalformedAnswer),
        (502, b"<html>bad gateway</html>", "text/html", ServerFault),
        (500, b"", "", ServerFault),
    ],
)
async def test_what_is_not_an_envelope(status, body, media_type, error):
    with pytest.raises(error) as raised:
        await open_envelope(_answer(body, status, media_type), IN_PROCESS)
    assert type(raised.value) is error
    assert raised.value.call == "GET /consult/in_process_list"


async def test_the_server_s_words_are_bounded():
    with pytest.raises(Refused) as raised:
        await open_envelope(_answer({"success": False, "message": "很" * 10_000}), DELETE)
    assert len(raised.value.server_text) == 500
