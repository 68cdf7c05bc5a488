"""``GET /im/servers`` (contract 1.1) and ``GET /im/password`` (contract 1.2)."""

from starlette.requests import Request
from starlette.responses import Response

from workstation.clinic.rest import envelope
from workstation.clinic.rest.callers import caller, clinic_of


async def servers(request: Request) -> Response:
    """The IM servers: this process itself, unless the dial names others."""
    caller(request)
    fault = clinic_of(request).faults.take("servers", "GET /im/servers")
    return envelope.im_response(_here(request) if fault is None else _listed(fault.value))


async def password(request: Request) -> Response:
    """A fresh short-lived IM password."""
    account = caller(request)
    issued = clinic_of(request).passwords.issue(account.member_id)
    return envelope.im_response({"expire": issued.expire, "password": issued.password})


def _here(request: Request) -> list[dict[str, str | int]]:
    host, port = request.scope["server"]
    return [{"ip": host, "port": port}]


def _listed(text: str) -> list[dict[str, str | int]]:
    pairs = [part.rpartition(":") for part in text.split(",") if part]
    return [{"ip": host, "port": int(port)} for host, _, port in pairs]
