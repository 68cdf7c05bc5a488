"""Server side of SASL: PLAIN (RFC 4616), SCRAM (RFC 5802, RFC 7677), passwords that expire."""

import base64
import binascii
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from scramp import ScramException, ScramMechanism  # type: ignore[import-untyped]
from scramp.core import ScramServer  # type: ignore[import-untyped]

MECHANISMS: Final = ("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN")
MEMBER_DIGITS: Final = 18


class PasswordKeys(Protocol):
    """What a server keeps of one password for SCRAM."""

    @property
    def salt(self) -> bytes:
        """The salt of the password, sent to the client (RFC 5802, 5.1, ``s``)."""

    @property
    def iterations(self) -> int:
        """The number of times that the hash is applied (RFC 5802, 5.1, ``i``)."""

    @property
    def stored_key(self) -> bytes:
        """The hash of the client's key, which its proof is held against (RFC 5802, 3)."""

    @property
    def server_key(self) -> bytes:
        """What the server proves with that it knows the password (RFC 5802, 3)."""


class PasswordStore(Protocol):
    """Who may log in, with what (contract 1.2)."""

    def keys(self, member_id: int, mechanism: str) -> Sequence[PasswordKeys]:
        """The keys of the member's live passwords, which share salt and iterations."""

    def verify(self, member_id: int, password: str) -> bool:
        """Whether this is a live password of the member."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """Send ``data`` to the client and wait for its response."""

    data: str


@dataclass(frozen=True, slots=True)
class Success:
    """The login is accepted.

    ``member_id`` is logged in; ``data`` proves the server to the client, if not empty.
    """

    member_id: int
    data: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition of RFC 6120, 6.5; a wrong and an expired password look the same."""

    condition: str


AuthenticationStep = Challenge | Success | Failure

_NOT_AUTHORIZED = Failure("not-authorized")
_NOBODY = 0


class Authentication:
    """One authentication exchange; after ``Success`` or ``Failure`` begin a new one."""

    def __init__(self, passwords: PasswordStore, *, scram_extension: str = "") -> None:
        self._passwords = passwords
        self._extension = scram_extension
        self._member_id = _NOBODY
        self._servers: list[ScramServer] = []

    def begin(self, mechanism: str, initial: str) -> AuthenticationStep:
        """Answer ``<auth mechanism=…>`` with its base64 content."""
        if mechanism not in MECHANISMS:
            return Failure("invalid-mechanism")
        message = _decode(initial)
        if message is None:
            return Failure("incorrect-encoding")
        return (
            self._plain(message) if mechanism == "PLAIN" else self._begin_scram(mechanism, message)
        )

    def respond(self, data: str) -> AuthenticationStep:
        """Answer ``<response>`` with its base64 content."""
        message = _decode(data)
        if message is None:
            return Failure("incorrect-encoding")
        servers, self._servers = self._servers, []
        for server in servers:
            final = _server_final(server, message)
            if final is not None:
                return Success(self._member_id, _encode(final))
        return _NOT_AUTHORIZED

    def _plain(self, message: str) -> AuthenticationStep:
        parts = message.split("\0")
        if len(parts) != 3:  # noqa: PLR2004 - authorization id, account, password
            return Failure("malformed-request")
        _, account, password = parts
        member_id = member_of(account)
        good = self._passwords.verify(member_id, password)
        return Success(member_id, "") if good else _NOT_AUTHORIZED

    def _begin_scram(self, mechanism: str, message: str) -> AuthenticationStep:
        """Begin SCRAM for several passwords: same salt and nonce make one challenge fit all."""
        self._member_id = member_of(_account_of(message))
        nonce = secrets.token_urlsafe(18)
        keys = self._passwords.keys(self._member_id, mechanism)
        self._servers = [
            server
            for stored_keys in keys
            if (server := _start_scram(mechanism, message, stored_keys, nonce))
        ]
        if not self._servers:
            return _NOT_AUTHORIZED
        challenges = {server.get_server_first() for server in self._servers}
        challenge = ",".join([challenges.pop(), *filter(None, (self._extension,))])
        for server in self._servers:
            server.server_first = challenge
        return Challenge(_encode(challenge))


def _start_scram(
    mechanism: str, message: str, keys: PasswordKeys, nonce: str
) -> ScramServer | None:
    information = (keys.salt, keys.stored_key, keys.server_key, keys.iterations)
    server = ScramMechanism(mechanism).make_server(lambda _: information, s_nonce=nonce)
    try:
        server.set_client_first(message)
    except ScramException:
        return None
    return server


def _server_final(server: ScramServer, message: str) -> str | None:
    try:
        server.set_client_final(message)
    except ScramException:
        return None
    return str(server.get_server_final())


def _account_of(client_first: str) -> str:
    names = (part[2:] for part in client_first.split(",") if part.startswith("n="))
    return next(names, "")


def member_of(account: str) -> int:
    """The member of an account; anything but a member id is nobody's."""
    if account.isascii() and account.isdigit() and len(account) <= MEMBER_DIGITS:
        return int(account)
    return _NOBODY


def _decode(data: str) -> str | None:
    try:
        return base64.b64decode("" if data == "=" else data, validate=True).decode()
    except (ValueError, binascii.Error):
        return None


def _encode(message: str) -> str:
    return base64.b64encode(message.encode()).decode()
