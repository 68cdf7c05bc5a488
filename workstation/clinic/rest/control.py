"""The control calls of whoever runs the clinic: loopback only, and with the folder's own key."""

import hmac
import ipaddress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from workstation.clinic.rest import envelope, fields
from workstation.clinic.rest.callers import clinic_of
from workstation.clinic.rest.envelope import Refusal
from workstation.domain.errors import ConfigurationError

KEY_HEADER = "x-clinic-control"


async def faults(request: Request) -> Response:
    """List the current faults (GET), add some (POST ``{"faults": […]}``) or remove all (DELETE)."""
    require_control_key(request)
    dial = clinic_of(request).faults
    if request.method == "DELETE":
        dial.clear()
    if request.method == "POST":
        texts = fields.texts(
            (await fields.json_object(request)).get("faults"), "faults", limit=500, items=100
        )
        try:
            dial.add(*texts)
        except ConfigurationError as error:
            raise Refusal(error.detail) from None
    return JSONResponse({"success": True, "faults": [str(fault) for fault in dial]})


async def token(request: Request) -> Response:
    """Give the token of a member (GET), or end it and give a new one (POST)."""
    require_control_key(request)
    tokens = clinic_of(request).tokens
    member_id = fields.path_id(request)
    try:
        good = tokens.renew(member_id) if request.method == "POST" else tokens.of(member_id)
    except KeyError:
        raise Refusal("成员不存在") from None
    return JSONResponse({"success": True, "token": good})


async def finish(request: Request) -> Response:
    """Move an open consultation to the history (POST)."""
    require_control_key(request)
    if clinic_of(request).consultations.finish(fields.path_id(request)) is None:
        raise Refusal("咨询不存在")
    return JSONResponse({"success": True})


def require_control_key(request: Request) -> None:
    """Refuse, as if there were no such call, whoever is not on this computer with the key."""
    control_key = request.headers.get(KEY_HEADER, "").encode()
    right = hmac.compare_digest(control_key, clinic_of(request).tokens.control_key().encode())
    if not (_is_local(request) and right):
        raise Refusal("接口不存在", status=404, code=envelope.CODE_FAILED)


def _is_local(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
