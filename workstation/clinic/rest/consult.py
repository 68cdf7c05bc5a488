"""The consultation calls (contract 1.3 to 1.7)."""

from typing import Any, Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from workstation.clinic.addresses import absolute, portable
from workstation.clinic.consultations import Consultation, NewConsultation
from workstation.clinic.members import Account
from workstation.clinic.rest import envelope, fields
from workstation.clinic.rest.callers import caller, clinic_of, origin
from workstation.clinic.rest.envelope import Refusal

SYMPTOM_LENGTH: Final = 5000
URI_LENGTH: Final = 2000
IMAGES: Final = 50
_KINDS = ("text", "image", "voice")
_KIND_PREFIXES = ("text/", "image/", "audio/")


async def create(request: Request) -> Response:
    """Answer ``POST /consult``."""
    account = caller(request)
    new = _new(await fields.json_object(request), origin(request))
    _check_people(request, account, new)
    return _single(clinic_of(request).consultations.create(new), request)


async def read(request: Request) -> Response:
    """Answer ``GET /consult/:id``; only for those who take part."""
    account = caller(request)
    consultation = clinic_of(request).consultations.find(fields.path_id(request))
    if consultation is None or not consultation.has(account.member_id):
        raise Refusal("咨询不存在")
    return _single(consultation, request)


async def in_process(request: Request) -> Response:
    """Answer ``GET /consult/in_process_list``."""
    account = caller(request)
    return _list(clinic_of(request).consultations.in_process(account.member_id), request)


async def history(request: Request) -> Response:
    """Answer ``GET /consult/history_list``."""
    account = caller(request)
    return _list(clinic_of(request).consultations.history(account.member_id), request)


async def delete(request: Request) -> Response:
    """Answer ``DELETE /consult/history_list/:id``."""
    account = caller(request)
    consultations = clinic_of(request).consultations
    if not consultations.delete_from_history(account.member_id, fields.path_id(request)):
        raise Refusal("历史记录不存在或已删除")
    return envelope.deletion_response()


def _single(consultation: Consultation, request: Request) -> Response:
    return envelope.object_response(_fields(consultation, request), created=consultation.created)


def _list(consultations: list[Consultation], request: Request) -> Response:
    return envelope.list_response(
        [{**_fields(each, request), "created": each.created} for each in consultations]
    )


def _fields(consultation: Consultation, request: Request) -> dict[str, Any]:
    here = origin(request)
    return consultation.to_json(lambda stored: absolute(stored, here))


def _new(body: dict[str, Any], here: str) -> NewConsultation:
    kind = _kind(body.get("symptom_type", "text"))
    content = fields.text(body.get("symptom_content"), "symptom_content", limit=SYMPTOM_LENGTH)
    images = fields.texts(body.get("images") or [], "images", limit=URI_LENGTH, items=IMAGES)
    if not content.strip() and not images:
        raise Refusal("请填写症状描述或上传图片")
    if kind.startswith(("voice", "audio/")):
        content = portable(_uri(content, "symptom_content"), here)
    return NewConsultation(
        creator_member_id=fields.number(body, "creator_member_id"),
        target_member_id=fields.number(body, "target_member_id"),
        team_id=fields.number(body, "team_id"),
        symptom_content=content,
        symptom_type=kind,
        images=tuple(portable(_uri(image, "images"), here) for image in images),
    )


def _kind(value: Any) -> str:
    kind = fields.text(value, "symptom_type", limit=100)
    if kind not in _KINDS and not kind.startswith(_KIND_PREFIXES):
        raise Refusal("字段 symptom_type 不是支持的类型")
    return kind


def _uri(value: str, field: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        raise Refusal(f"字段 {field} 不是有效的地址") from None
    foreign = parts.scheme in {"http", "https"} and parts.netloc
    relative = not parts.scheme and not parts.netloc and parts.path
    if not (foreign or relative):
        raise Refusal(f"字段 {field} 不是有效的地址")
    return value


def _check_people(request: Request, account: Account, new: NewConsultation) -> None:
    clinic = clinic_of(request)
    if account.role == "patient" and account.member_id != new.creator_member_id:
        raise Refusal("只能以自己的账户发起咨询")
    creator = clinic.members.find(new.creator_member_id)
    if creator is None or creator.role == "doctor":
        raise Refusal("发起人不存在")
    if clinic.members.find(new.target_member_id) is None:
        raise Refusal("就诊人不存在")
    if not clinic.consultations.knows_team(new.team_id):
        raise Refusal("团队不存在")
