"""Addresses in one canonical spelling: origins, the API's base, links found in its answers.

Two parsers that read one address differently are how a token reaches the wrong host. Every
address is therefore taken apart here once, with narrow rules, and written anew from its parts;
nothing else in the program parses a URL before it is requested.
"""

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit

from workstation.domain.errors import InputError
from workstation.domain.value import Value

PORTS = {"http": 80, "https": 443}
LAST_PORT = 65535
MAX_URL_CHARACTERS = 2048
MAX_HOST_CHARACTERS = 253

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_QUAD = re.compile(r"\d+\.\d+\.\d+\.\d+")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"


class Origin(Value):
    """Scheme, host and port: the whole of what a secret may be bound to.

    ``host`` is lower case, in ASCII (IDNA), an IPv6 address without brackets.
    """

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Origin":
        """The origin of an absolute address. Raises ``InputError("address", "malformed")``."""
        return WebAddress.parse(url).origin

    @classmethod
    def at(cls, scheme: str, host: str, port: int) -> "Origin":
        """The origin of a host given by itself. Raises ``InputError("address", "malformed")``."""
        if scheme not in PORTS or not 0 < port <= LAST_PORT:
            raise _malformed()
        return cls(scheme, _host(host), port)

    @property
    def encrypted(self) -> bool:
        """Whether the connection is TLS."""
        return self.scheme == "https"

    @property
    def address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The host as an IP address, ``None`` for a name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    @property
    def loopback(self) -> bool:
        """Whether it is this very computer, by name or by address."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        address = self.address
        mapped = getattr(address, "ipv4_mapped", None)
        return bool(address and (mapped or address).is_loopback)

    def __str__(self) -> str:
        """The spelling without a default port, as people write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


class WebAddress(Value):
    """An absolute ``http`` or ``https`` address; ``target`` is its path and query.

    The target may tell about a patient, so it is left out of ``repr``.
    """

    origin: Origin
    target: str

    @classmethod
    def parse(cls, url: str) -> "WebAddress":
        """Read an absolute address. Raises ``InputError("address", "malformed")``.

        Refused are other schemes, user names in the address, control characters, backslashes and
        hosts that different libraries read differently (``127.1``, ``0x7f000001``).
        """
        if not url or len(url) > MAX_URL_CHARACTERS or _FORBIDDEN.search(url):
            raise _malformed()
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise _malformed() from None
        scheme = parts.scheme.lower()
        if scheme not in PORTS or "@" in parts.netloc or not parts.hostname or port == 0:
            raise _malformed()
        origin = Origin(scheme, _host(parts.hostname), port or PORTS[scheme])
        return cls(origin, _target(parts.path, parts.query))

    def resolve(self, reference: str) -> "WebAddress":
        """The address a ``Location`` or a relative reference on this one points to."""
        if _FORBIDDEN.search(reference):
            raise _malformed()
        try:
            target = urljoin(str(self), reference)
        except ValueError:  # a bracket too many, or a host that readers read differently
            raise _malformed() from None
        return WebAddress.parse(target)

    def __str__(self) -> str:
        """The canonical spelling."""
        return f"{self.origin}{self.target}"

    def __repr__(self) -> str:
        return f"WebAddress({self.origin})"


class ApiBase(Value):
    """Where the platform's REST API stands: an origin, and a path before every call's path."""

    origin: Origin
    prefix: str = ""

    @classmethod
    def parse(cls, text: str) -> "ApiBase":
        """Read ``https://host[:port][/prefix]``. Raises ``InputError("address", …)``."""
        address = WebAddress.parse(text.strip())
        if "?" in address.target or urlsplit(text.strip()).fragment:
            raise _malformed()
        return cls(address.origin, address.target.rstrip("/"))

    @property
    def private(self) -> bool:
        """Whether nobody on the way reads a token: TLS, or this very computer."""
        return self.origin.encrypted or self.origin.loopback

    def call(self, path: str) -> WebAddress:
        """The address of a call; ``path`` begins with a slash."""
        return WebAddress(self.origin, self.prefix + _target(*_split(path)))

    def media(self, reference: str) -> WebAddress:
        """A picture's or recording's address, absolute or relative to this base.

        Raises ``InputError("address", "malformed")``.
        """
        return WebAddress(self.origin, self.prefix + "/").resolve(reference.strip())

    def __str__(self) -> str:
        return f"{self.origin}{self.prefix}"


def is_loopback(host: str) -> bool:
    """Whether a host is this very computer by its plain names; ``Origin.loopback`` knows more."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_name(host: str) -> bool:
    """Whether a host is a name, which may have several addresses, and not an address itself."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def can_be_server(host: str) -> bool:
    """Whether a single computer can stand behind a host: a name always, an address mostly.

    Not a server's are unspecified and "this network" addresses (0.0.0.0/8, ``::``), multicast and
    broadcast, reserved ones (240.0.0.0/4), and link-local ones (169.254.0.0/16, fe80::/10), which
    mean another computer on each network card. An IPv4-mapped IPv6 address counts as IPv4.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True
    plain = getattr(address, "ipv4_mapped", None) or address
    if isinstance(plain, ipaddress.IPv4Address) and (plain.is_reserved or plain in _THIS_NETWORK):
        return False
    return not (plain.is_unspecified or plain.is_multicast or plain.is_link_local)


def _malformed() -> InputError:
    return InputError("address", "malformed")


def _ip(text: str) -> str:
    if "%" in text:  # a zone means a network card of this computer, never a server's address
        raise _malformed()
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise _malformed() from None


def _host(name: str) -> str:
    if len(name) > MAX_HOST_CHARACTERS + 1:  # with the point of the root
        raise _malformed()
    if ":" in name or _QUAD.fullmatch(name):
        return _ip(name)
    try:
        host = name.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise _malformed() from None
    labels = host.split(".")
    numeric = labels[-1].isdigit() or labels[-1].startswith("0x")
    if (
        numeric
        or len(host) > MAX_HOST_CHARACTERS
        or not all(_LABEL.fullmatch(label) for label in labels)
    ):
        raise _malformed()
    return host


def _split(path: str) -> tuple[str, str]:
    before, _, after = path.partition("?")
    return before, after


def _target(path: str, query: str) -> str:
    target = quote(path or "/", safe=_PATH_SAFE)
    return f"{target}?{quote(query, safe=_QUERY_SAFE)}" if query else target
