"""The branch of the tree (``domain.errors``) for an answer that never came."""

from workstation.domain.error import WorkstationError


class NetworkError(WorkstationError):
    """The answer never came; asking again later may help."""

    code = "network"


class NameNotResolved(NetworkError):
    code = "network.name"


class Unreachable(NetworkError):
    code = "network.unreachable"


class ProxyRefused(NetworkError):
    code = "network.proxy"


class DeadlineExceeded(NetworkError):
    code = "network.deadline"


class ConnectionDropped(NetworkError):
    code = "network.dropped"


class TlsFailure(NetworkError):
    code = "network.tls"
