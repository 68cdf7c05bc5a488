"""The branch of the tree (``domain.errors``) for an answer that never came."""

from urllib.parse import urlsplit

from workstation.domain.error_root import WorkstationError


class NetworkError(WorkstationError):
    """The answer never came; asking again later may help."""

    code = "network"


OF_PROXY = "proxy"


def of_proxy(address: str) -> str:
    """The ``detail`` of an error that is about the proxy at this address; without its account."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{OF_PROXY} [{host}]:{port}" if ":" in host else f"{OF_PROXY} {host}:{port}"


def proxy_of(error: WorkstationError) -> str:
    """Host and port of the proxy that the error is about; empty where it is the server."""
    subject, _, place = error.detail.partition(" ")
    kinds = NameNotResolved | Unreachable | DeadlineExceeded
    is_of_proxy = isinstance(error, kinds) and subject == OF_PROXY
    return place if is_of_proxy else ""


class NameNotResolved(NetworkError):
    """No such host, or no DNS server that would say; with ``of_proxy`` it is the proxy's name."""

    code = "network.name"


class Unreachable(NetworkError):
    """Refused, no route, or no network at all; with ``of_proxy`` it is the proxy."""

    code = "network.unreachable"


class ProxyRefused(NetworkError):
    """The proxy answered, and let nobody through."""

    code = "network.proxy"


class DeadlineExceeded(NetworkError):
    """The call's total time is over; whether the server acted is unknown (``outcome``).

    With ``of_proxy`` it is the proxy that never let through to the server.
    """

    code = "network.deadline"


class ConnectionDropped(NetworkError):
    """Broken off in the middle; whether the server acted is unknown (``outcome``)."""

    code = "network.dropped"


CERTIFICATE_FAULTS = frozenset(
    {
        "expired",
        "not valid",
        "not valid now",
        "not yet valid",
        "other name",
        "revoked",
        "self-signed",
        "too weak",
        "unknown issuer",
    }
)
ENDED_IN_HANDSHAKE = "unexpected eof while reading"
"""OpenSSL's reason where the other side goes away before TLS stands."""


class TlsFailure(NetworkError):
    """The certificate is of an unknown authority, expired, or of another name (RFC 9525).

    Or there was no encryption to be had. ``detail`` is one of ``CERTIFICATE_FAULTS``, or OpenSSL's
    reason in its own words.
    """

    code = "network.tls"
