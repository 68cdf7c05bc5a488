"""``GET /doctor/detail`` and ``POST /doctor/detail`` (contract 2.1)."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from workstation.clinic.addresses import absolute, portable
from workstation.clinic.doctors import LIST_FIELDS, TEXT_FIELDS, Detail
from workstation.clinic.rest import envelope, fields
from workstation.clinic.rest.callers import caller, clinic_of, origin
from workstation.clinic.rest.envelope import Refusal

LENGTHS: Final = {"introduction": 2000, "photo": 2000}
LENGTH: Final = 60
ITEM_LENGTH: Final = 200
ITEMS: Final = 50


async def read(request: Request) -> Response:
    """The caller's own detail."""
    return _answer(_own(request), request)


async def write(request: Request) -> Response:
    """Save the caller's own detail; fields that are left out keep their value."""
    detail = _own(request)
    body = await fields.json_object(request)
    if body.get("member_id", detail.member_id) != detail.member_id:
        raise Refusal("只能修改自己的资料")
    clinic_of(request).doctors.change(detail.member_id, _changes(body, origin(request)))
    return _answer(_own(request), request)


def _own(request: Request) -> Detail:
    detail = clinic_of(request).doctors.detail(caller(request).member_id)
    if detail is None:
        raise Refusal("当前账户不是医生")
    return detail


def _answer(detail: Detail, request: Request) -> Response:
    payload = detail.to_json()
    return envelope.object_response({**payload, "photo": absolute(detail.photo, origin(request))})


def _changes(body: dict[str, Any], here: str) -> dict[str, str | list[str]]:
    changes: dict[str, str | list[str]] = {}
    for field in TEXT_FIELDS:
        if body.get(field) is not None:
            limit = LENGTHS.get(field, LENGTH)
            changes[field] = fields.text(body[field], field, limit=limit, empty=field != "name")
    for field in LIST_FIELDS:
        if body.get(field) is not None:
            changes[field] = fields.texts(body[field], field, limit=ITEM_LENGTH, items=ITEMS)
    if isinstance(changes.get("photo"), str):
        changes["photo"] = portable(str(changes["photo"]), here)
    return changes
