"""The branch of the tree (``domain.errors``) for an answer that never came."""

from workstation.domain.error_root import WorkstationError


class NetworkError(WorkstationError):
    """The answer never came; asking again later may help."""

    code = "network"


OF_PROXY = "proxy"


class NameNotResolved(NetworkError):
    """No such host, or no DNS server that would say; with ``OF_PROXY`` it is the proxy's name."""

    code = "network.name"


class Unreachable(NetworkError):
    """Refused, no route, or no network at all."""

    code = "network.unreachable"


class ProxyRefused(NetworkError):
    """The proxy answered, and let nobody through."""

    code = "network.proxy"


class DeadlineExceeded(NetworkError):
    """The call's total time is over; whether the server acted is unknown (``outcome``)."""

    code = "network.deadline"


class ConnectionDropped(NetworkError):
    """Broken off in the middle; whether the server acted is unknown (``outcome``)."""

    code = "network.dropped"


class TlsFailure(NetworkError):
    """The certificate is of an unknown authority, expired, or of another name (RFC 9525)."""

    code = "network.tls"
