"""The fault dial: what goes wrong, on which calls, and how many times.

A fault is written ``KIND[=VALUE][@CALL][#COUNT]``: ``http=503@GET /consult/in_process_list#2``
answers the next two reads of that list with HTTP 503. CALL is a shell pattern on ``METHOD /path``
or on the path alone; for the IM kinds on ``DIRECTION MEMBER ELEMENT`` of the frame, so that
``im-cut=after,skip=2@in 1001 message#1`` cuts once the third message of member 1001 took effect.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final, Literal

from workstation.clinic.distortion import DISTORTIONS
from workstation.clinic.im.corruption import CORRUPTIONS
from workstation.domain.errors import ConfigurationError

_FRAME_OPTION: Final = re.compile(r"skip=\d{1,6}|chance=(?:0?\.(?=\d*[1-9])\d{1,6}|1)")


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One thing that can go wrong; ``value`` says what may stand behind ``=``."""

    name: str
    layer: Literal["rest", "im"]
    value: str
    default: str
    accepts: Callable[[str], bool]
    effect: str


def _number(low: int, high: int) -> Callable[[str], bool]:
    pattern = re.compile(r"[0-9]{1,9}")
    return lambda text: pattern.fullmatch(text) is not None and low <= int(text) <= high


def _signed(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,8}", text) is not None


def _servers(text: str) -> bool:
    return all(re.fullmatch(r"[^\s:,]+:\d{1,5}", part) for part in text.split(",") if part)


def _anything(text: str) -> bool:
    return bool(text)


def _nothing(text: str) -> bool:
    return not text


def _cut_point(text: str) -> bool:
    return text in {"before", "after"} or _number(0, 999_999)(text)


def _condition(text: str) -> bool:
    return re.fullmatch(r"[a-z-]{1,40}", text) is not None


def _frames(accepts: Callable[[str], bool]) -> Callable[[str], bool]:
    """The value of an IM fault: the kind's own, then ``,skip=N`` and ``,chance=P``."""

    def accepts_all(text: str) -> bool:
        head, *options = text.split(",")
        return accepts(head) and all(_FRAME_OPTION.fullmatch(option) for option in options)

    return accepts_all


_KINDS = (
    FaultKind("latency", "rest", "MS", "1000", _number(0, 600_000), "the answer starts MS late"),
    FaultKind(
        "http", "rest", "STATUS", "500", _number(400, 599), "an HTTP error with an HTML page"
    ),
    FaultKind(
        "failure", "rest", "TEXT", "系统繁忙，请稍后再试", _anything, "success: false with TEXT"
    ),
    FaultKind("token-envelope", "rest", "", "", _nothing, "token refused: code 401 under HTTP 200"),
    FaultKind("token-http", "rest", "", "", _nothing, "token refused: HTTP 401 without JSON"),
    FaultKind(
        "types",
        "rest",
        "HOW",
        "strings",
        DISTORTIONS.__contains__,
        "wrong JSON; HOW is one of " + ", ".join(DISTORTIONS),
    ),
    FaultKind("html", "rest", "", "", _nothing, "a captive portal's page instead of JSON"),
    FaultKind("redirect", "rest", "URL", "http://127.0.0.2:9/", _anything, "302 to another origin"),
    FaultKind("slow", "rest", "MS", "500", _number(1, 60_000), "one byte each MS"),
    FaultKind("huge", "rest", "MB", "64", _number(1, 2048), "the body grows by MB"),
    FaultKind("bomb", "rest", "MB", "1024", _number(1, 4096), "gzip that unpacks to MB"),
    FaultKind("corrupt", "rest", "", "", _nothing, "bytes of the body are flipped"),
    FaultKind("truncate", "rest", "PERCENT", "50", _number(0, 99), "a well-framed, shortened body"),
    FaultKind(
        "drop", "rest", "PERCENT", "50", _number(0, 99), "the connection ends inside the body"
    ),
    FaultKind("reset", "rest", "", "", _nothing, "connection reset, the call not carried out"),
    FaultKind("lost", "rest", "", "", _nothing, "carried out, then reset without an answer"),
    FaultKind("date", "rest", "SECONDS", "172800", _signed, "the server's clock is off by SECONDS"),
    FaultKind(
        "servers", "rest", "IP:PORT,…", "", _servers, "what GET /im/servers lists; may be empty"
    ),
    FaultKind(
        "im-cut",
        "im",
        "WHEN",
        "before",
        _frames(_cut_point),
        "the socket is reset before or after the frame, or after that many bytes of it",
    ),
    FaultKind(
        "im-stall",
        "im",
        "MS",
        "0",
        _frames(_number(0, 3_600_000)),
        "neither reads nor writes for MS from the frame on; 0 is for ever",
    ),
    FaultKind("im-delay", "im", "MS", "1000", _frames(_number(0, 600_000)), "the frame is MS late"),
    FaultKind("im-duplicate", "im", "", "", _frames(_nothing), "the stanza is delivered twice"),
    FaultKind(
        "im-corrupt",
        "im",
        "FORM",
        "malformed",
        _frames(CORRUPTIONS.__contains__),
        "the frame is damaged; FORM is one of " + ", ".join(CORRUPTIONS),
    ),
    FaultKind(
        "im-refuse",
        "im",
        "CONDITION",
        "policy-violation",
        _frames(_condition),
        "the room answers the message with an error",
    ),
    FaultKind("im-no-ack", "im", "", "", _frames(_nothing), "the request for an ack is ignored"),
    FaultKind("im-no-resume", "im", "", "", _frames(_nothing), "the session is not resumed"),
    FaultKind("im-lose-room", "im", "", "", _frames(_nothing), "the room forgets who is in it"),
)
KINDS: Final[dict[str, FaultKind]] = {kind.name: kind for kind in _KINDS}
_SYNTAX = re.compile(
    r"(?P<kind>[a-z-]+)(?:=(?P<value>.*?))?(?:@(?P<call>[^@]+?))?(?:#(?P<count>\d{1,6}))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in force; ``count`` is how many times it still strikes, None for ever."""

    kind: str
    value: str
    call: str = "*"
    count: int | None = None

    @property
    def number(self) -> int:
        """The value of a kind whose value is a number."""
        return int(self.value)

    def strikes(self, label: str) -> bool:
        """Whether the fault is meant for a call (``METHOD /path``) or a frame."""
        subject = label.partition(" ")[2] if self.call.startswith("/") else label
        return fnmatchcase(subject, self.call)

    def __str__(self) -> str:
        value = f"={self.value}" if self.value else ""
        count = "" if self.count is None else f"#{self.count}"
        return f"{self.kind}{value}@{self.call}{count}"


def parse(text: str) -> Fault:
    """Read one fault as it is written; raises ConfigurationError that says what is wrong."""
    match = _SYNTAX.fullmatch(text)
    kind = KINDS.get(match["kind"]) if match else None
    if match is None or kind is None:
        raise ConfigurationError(f"no such fault: {text!r}")
    value = kind.default if match["value"] is None else match["value"]
    if not kind.accepts(value):
        raise ConfigurationError(f"fault {kind.name} does not take {value!r}")
    count = None if match["count"] is None else int(match["count"])
    return Fault(kind.name, value, match["call"] or "*", count)


class FaultDial:
    """The faults in force now, shared by the REST calls and the IM server."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Start with some faults; raises ConfigurationError."""
        self._faults: list[Fault] = [parse(text) for text in texts]

    def add(self, *texts: str) -> None:
        """Put further faults in force, all or none; raises ConfigurationError."""
        self._faults += [parse(text) for text in texts]

    def clear(self) -> None:
        """Remove all faults: nothing goes wrong from now on."""
        self._faults.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._faults))

    def take(self, kind: str, label: str) -> Fault | None:
        """The first fault of this kind meant for the call, used up by one; or None."""
        for place, fault in enumerate(self._faults):
            if fault.kind == kind and fault.strikes(label):
                self._count_down(place, fault)
                return fault
        return None

    def _count_down(self, place: int, fault: Fault) -> None:
        if fault.count is None:
            return
        if fault.count > 1:
            self._faults[place] = replace(fault, count=fault.count - 1)
        else:
            del self._faults[place]
