"""Kinds of settings: how a raw value of JSON or the registry becomes a typed one, and back.

``read`` raises ``ValueError`` for anything the kind does not take, whatever its type; ``write``
gives the JSON form that ``read`` takes.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from workstation.domain import quiet_hours
from workstation.domain.address import ApiBase, Origin
from workstation.domain.errors import InputError
from workstation.domain.language import Language

T = TypeVar("T")
MAX_CHARACTERS = 2048
MAX_LINES = 200

_CALL_PATH = re.compile(r"(/(:id|[A-Za-z0-9._~-]+))+/?")


class SettingKind(Generic[T]):
    """One kind of value; subclasses define its representations.

    ``allowed`` says what may be set where words of no language suffice, as a policy has it: of
    these kinds a wrong value may be repeated, as none of them ever holds a password.
    """

    allowed = ""

    def read(self, raw: Any) -> T:
        """The typed value. Raises ``ValueError``."""
        raise NotImplementedError

    def write(self, value: T) -> Any:
        """The JSON form: of several values a list of them as people write them, or an object."""
        if isinstance(value, tuple):
            return [str(each) for each in value]
        return dict(value) if isinstance(value, Mapping) else value

    def redacted(self, value: T) -> Any:
        """The JSON form for a report: no password, and of a path only the file's name."""
        return self.write(value)


class Flag(SettingKind[bool]):
    """A flag, on or off; the registry knows only 1 and 0."""

    allowed = "true, false"

    def read(self, raw: Any) -> bool:
        """Read the truth. Raises ``ValueError``."""
        if isinstance(raw, bool) or (isinstance(raw, int) and raw in (0, 1)):
            return bool(raw)
        raise ValueError


class Number(SettingKind[int]):
    """A whole number from ``low`` to ``high``, both allowed; JSON may spell it 30.0."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.allowed = f"{low}–{high}"

    def read(self, raw: Any) -> int:
        """The number. Raises ``ValueError``."""
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if isinstance(raw, int) and not isinstance(raw, bool) and self.low <= raw <= self.high:
            return raw
        raise ValueError


class Minutes(Number):
    """A whole number of minutes."""


class Percent(Number):
    """A whole number of percent, shown with its sign."""


class OneOf(SettingKind[str]):
    """One word of a few."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words, self.allowed = words, ", ".join(words)

    def read(self, raw: Any) -> str:
        """The word. Raises ``ValueError``."""
        if isinstance(raw, str) and raw in self.words:
            return raw
        raise ValueError


class LanguageCode(OneOf):
    """One of the program's languages."""

    def __init__(self) -> None:
        super().__init__(tuple(each.value for each in Language))


class Text(SettingKind[str]):
    """A line of text that matches ``pattern`` whole; an empty one does unless ``required``."""

    def __init__(self, pattern: str = r".*", *, required: bool = False) -> None:
        self.pattern, self.required = pattern, required

    def read(self, raw: Any) -> str:
        """The text without white space around it. Raises ``ValueError``."""
        text = _line(raw)
        if (text or self.required) and not re.fullmatch(self.pattern, text):
            raise ValueError
        return text


class HoursOfDay(Text):
    """Hours from one time of the day to another, as ``22:00-07:00``; an empty text is never."""

    def __init__(self) -> None:
        super().__init__(quiet_hours.PATTERN)


class Address(SettingKind[ApiBase | None]):
    """The API's base address; an empty text is none."""

    def read(self, raw: Any) -> ApiBase | None:
        """The base. Raises ``ValueError``."""
        text = _line(raw)
        return _address(ApiBase.parse, text) if text else None

    def write(self, value: ApiBase | None) -> Any:
        """The address as people write it."""
        return str(value or "")


class FilePath(SettingKind[str]):
    """An absolute path, of this platform or any other; it need not exist."""

    def read(self, raw: Any) -> str:
        """The path. Raises ``ValueError``."""
        text = _line(raw)
        if text and not (PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()):
            raise ValueError
        return text

    def redacted(self, value: str) -> Any:
        """The file's name: folders may be named after people."""
        return PureWindowsPath(value).name


class ProxyRoute(SettingKind[str]):
    """How the program reaches the network.

    ``system``, ``direct`` or an ``http``/``https`` proxy, which may name user and password, with
    any characters; a percent sign is ``%25``.
    """

    def read(self, raw: Any) -> str:
        """The route. Raises ``ValueError``."""
        text = _line(raw)
        if text in {"system", "direct"}:
            return text
        scheme, separator, rest = text.partition("://")
        if not separator:
            scheme, rest = "http", text
        account, at, host = rest.rpartition("@")
        base = _address(ApiBase.parse, f"{scheme}://{host}")
        name, colon, password = account.partition(":")
        if base.prefix or (at and not name):
            raise ValueError
        account = f"{_quoted(name)}{colon or (at and ':')}{_quoted(password)}"
        return f"{scheme.lower()}://{account}{at}{host.rstrip('/')}"

    def redacted(self, value: str) -> Any:
        """The route without the account, but with a mark that it has one."""
        scheme, separator, rest = value.partition("://")
        account, at, host = rest.rpartition("@")
        return f"{scheme}{separator}{'…' if account else ''}{at}{host}"


class Origins(SettingKind[tuple[Origin, ...]]):
    """Origins such as ``https://media.hospital.example``, one a line."""

    def read(self, raw: Any) -> tuple[Origin, ...]:
        """The origins, each once. Raises ``ValueError``."""
        return tuple(dict.fromkeys(_address(Origin.of, line) for line in _lines(raw)))


class Hosts(SettingKind[tuple[str, ...]]):
    """Host names or addresses, one a line."""

    def read(self, raw: Any) -> tuple[str, ...]:
        """The hosts in ASCII, each once. Raises ``ValueError``."""
        return tuple(dict.fromkeys(_host(line) for line in _lines(raw)))


class WordList(SettingKind[tuple[str, ...]]):
    """Words without white space, one a line."""

    def read(self, raw: Any) -> tuple[str, ...]:
        """The words, each once. Raises ``ValueError``."""
        lines = _lines(raw)
        if any(re.search(r"\s", line) for line in lines):
            raise ValueError
        return tuple(dict.fromkeys(lines))


class SomeOf(WordList):
    """Any of a few words, one a line; none at all is a choice, too."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words, self.allowed = words, ", ".join(words)

    def read(self, raw: Any) -> tuple[str, ...]:
        """The words, each once. Raises ``ValueError``."""
        words = super().read(raw)
        if not set(self.words).issuperset(words):
            raise ValueError
        return words


class CallPaths(SettingKind[Mapping[str, str]]):
    """Paths by the key of their call: an object, or lines ``key=/path``.

    A path of a call that takes an id (``with_id``) names it ``:id``; no other path does.
    """

    def __init__(self, keys: tuple[str, ...], with_id: tuple[str, ...]) -> None:
        self.keys, self.with_id = keys, with_id

    def read(self, raw: Any) -> Mapping[str, str]:
        """The paths. Raises ``ValueError``."""
        return MappingProxyType({key: self._path(key, path) for key, path in _pairs(raw)})

    def _path(self, key: str, path: str) -> str:
        segments = path.split("/")
        fits = segments.count(":id") == (key in self.with_id)
        dotted = not {".", ".."}.isdisjoint(segments)
        if key not in self.keys or not fits or dotted or not _CALL_PATH.fullmatch(path):
            raise ValueError
        return path


class HostNames(SettingKind[Mapping[str, str]]):
    """The name in a host's certificate, by host: an object, or lines ``host=name``."""

    def read(self, raw: Any) -> Mapping[str, str]:
        """The names. Raises ``ValueError``."""
        return MappingProxyType({_host(host): _host(name) for host, name in _pairs(raw)})


def _quoted(text: str) -> str:
    """A part of a proxy's account as addresses have it; what is quoted already stays."""
    return quote(text, safe="%:!$&'()*+,;=")


def _line(raw: Any) -> str:
    if not isinstance(raw, str) or len(raw) > MAX_CHARACTERS or not raw.strip().isprintable():
        raise ValueError
    return raw.strip()


def _lines(raw: Any) -> list[str]:
    lines = raw.splitlines() if isinstance(raw, str) else raw
    if not isinstance(lines, list) or len(lines) > MAX_LINES:
        raise ValueError
    return [line for line in map(_line, lines) if line]


def _pairs(raw: Any) -> list[tuple[str, str]]:
    if isinstance(raw, dict):
        return [(_line(key), _line(value)) for key, value in raw.items()]
    pairs = [line.partition("=") for line in _lines(raw)]
    return [(key.strip(), value.strip()) for key, _, value in pairs]


def _address(parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except InputError:
        raise ValueError from None


def _host(text: str) -> str:
    host: str = _address(lambda name: Origin.at("https", name.strip("[]"), 443), text).host
    return host
