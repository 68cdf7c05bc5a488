"""Looking at one connection step by step: name, TCP, TLS. For checks, never for data."""

import asyncio
import datetime as dt
import socket
import ssl
from typing import TYPE_CHECKING

from workstation.domain.address import Origin, is_name
from workstation.domain.errors import NameNotResolved, NetworkError, TlsFailure, Unreachable
from workstation.domain.network_errors import ENDED_IN_HANDSHAKE
from workstation.domain.value import Value
from workstation.web.asyncio_backend import addresses_of
from workstation.web.bounds import CONNECT_SECONDS
from workstation.web.deadline import within
from workstation.web.deferred_verification import wait_until_verified
from workstation.web.network import Network
from workstation.web.tls import ended_in_handshake, tls_context, tls_error, tls_fault

if TYPE_CHECKING:
    from cryptography import x509

STEP_SECONDS = CONNECT_SECONDS
"""As long as the data's own connections have.

A system whose first server of names is dead asks the second one after 5 s, for every name: the
window works then, only slowly, and a check with less patience would call the computer unusable.
"""
NEXT_ADDRESS_SECONDS = 0.25  # RFC 8305
MAX_NAME_CHARACTERS = 80


class Certificate(Value):
    """What a server showed: whom it names, who signed it, from when until when (in UTC).

    ``protocol`` is the TLS version that was agreed on, such as ``TLSv1.3``. Names are cut to 80
    characters: anybody may write anything into a certificate.
    """

    name: str
    issuer: str
    protocol: str
    begins: dt.datetime
    expires: dt.datetime


def _next_address_after(host: str) -> float | None:
    """The seconds before a name's next address is tried, as the data's own connections do."""
    return NEXT_ADDRESS_SECONDS if is_name(host) else None


async def resolve(origin: Origin) -> int:
    """Look up a host: how many addresses it has, found within ``STEP_SECONDS``.

    Raises ``NameNotResolved``, ``DeadlineExceeded``.
    """
    async with within(STEP_SECONDS):
        try:
            return len(await addresses_of(origin.host, origin.port))
        except socket.gaierror:
            raise NameNotResolved from None


async def connect(origin: Origin) -> None:
    """Open and close a TCP connection, within ``STEP_SECONDS``; nothing is sent.

    Raises ``Unreachable``, ``DeadlineExceeded``.
    """
    async with within(STEP_SECONDS):
        try:
            _, writer = await asyncio.open_connection(
                origin.host, origin.port, happy_eyeballs_delay=_next_address_after(origin.host)
            )
        except OSError:
            raise Unreachable("connection refused or no route") from None
    writer.transport.abort()


async def certificate(origin: Origin, network: Network, name: str = "") -> Certificate:
    """Fetch the server's certificate by a whole handshake, checked for ``name`` or the host.

    Within ``STEP_SECONDS``. Raises ``TlsFailure`` with what was wrong in words, ``Unreachable``,
    ``DeadlineExceeded``, and ``PolicyUnusable`` for an unreadable CA file.
    """
    return await _handshake(origin, await asyncio.to_thread(tls_context, network), name)


async def fetch_unverified(origin: Origin) -> Certificate | None:
    """Fetch what a server shows whose certificate was refused, for people: nobody vouches for it.

    ``None`` where not even that is to be had within ``STEP_SECONDS``. Nothing is sent over this
    connection.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        return await _handshake(origin, context, "")
    except NetworkError:
        return None


async def _handshake(origin: Origin, context: ssl.SSLContext, name: str) -> Certificate:
    async with within(STEP_SECONDS):
        try:
            _, writer = await asyncio.open_connection(
                origin.host,
                origin.port,
                ssl=context,
                server_hostname=name or origin.host,
                happy_eyeballs_delay=_next_address_after(origin.host),
            )
            await _require_verified(writer.transport)
        except OSError as error:
            if (fault := tls_error(error)) is not None:
                raise TlsFailure(tls_fault(fault)) from None
            if ended_in_handshake(error):
                raise TlsFailure(ENDED_IN_HANDSHAKE) from None
            raise Unreachable("connection refused or no route") from None
    try:
        content, protocol = _ask(writer.get_extra_info("ssl_object"))
    finally:
        writer.transport.abort()
    return await asyncio.to_thread(_read, content, protocol)


async def _require_verified(transport: asyncio.WriteTransport) -> None:
    try:
        await wait_until_verified(transport)
    except BaseException:
        transport.abort()
        raise


def _ask(connection: ssl.SSLObject) -> tuple[bytes, str]:
    """Ask a connection for the certificate as sent and the TLS version; in the loop's thread.

    The loop goes on reading, and while it takes in a session ticket (RFC 8446 4.6.1) OpenSSL calls
    the handshake not done: another thread would meet that now and then.
    """
    return connection.getpeercert(binary_form=True) or b"", connection.version() or ""


def _read(content: bytes, protocol: str) -> Certificate:
    from cryptography import x509  # noqa: PLC0415  heavy

    certificate = x509.load_der_x509_certificate(content)
    return Certificate(
        name=_holder(certificate.subject),
        issuer=_holder(certificate.issuer),
        protocol=protocol,
        begins=certificate.not_valid_before_utc,
        expires=certificate.not_valid_after_utc,
    )


def _holder(name: "x509.Name") -> str:
    """The common name, or all of it, to be shown on a line: anybody may write one."""
    parts = [str(part.value) for part in name if part.rfc4514_attribute_name == "CN"]
    text = parts[0] if parts else name.rfc4514_string()
    return "".join(filter(str.isprintable, text))[:MAX_NAME_CHARACTERS]
