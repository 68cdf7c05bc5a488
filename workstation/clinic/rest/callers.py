"""Who calls: ``X-AUTH-TOKEN`` becomes an account."""

from starlette.requests import Request

from workstation.clinic.clinic import Clinic
from workstation.clinic.members import Account
from workstation.clinic.rest.envelope import CODE_TOKEN, Refusal


def clinic_of(request: Request) -> Clinic:
    """The clinic that this application serves."""
    clinic: Clinic = request.app.state.clinic
    return clinic


def caller(request: Request) -> Account:
    """The account behind the token; a Refusal with code and HTTP status 401 if there is none."""
    token = request.headers.get("x-auth-token", "")
    clinic = clinic_of(request)
    member_id = clinic.tokens.member(token)
    account = None if member_id is None else clinic.members.find(member_id)
    if account is None:
        message = "访问令牌无效或已过期" if token else "缺少访问令牌"
        raise Refusal(message, code=CODE_TOKEN, status=CODE_TOKEN)
    return account


def origin(request: Request) -> str:
    """``scheme://host:port`` as the caller wrote it."""
    return str(request.base_url).rstrip("/")
