"""Which proxy Windows means for an address: by a script, by a list of servers, or none.

The order is that of Windows' own programs: the doctor's settings, then the computer's; in each the
script goes first, and where none answers (a notebook away from its hospital) the servers named
beside it hold. A script is told scheme, host and port, never a path.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from typing import Protocol

from workstation.base.blocking_call import start_call
from workstation.domain.address import Origin
from workstation.domain.errors import ProxyRefused
from workstation.domain.value import Value
from workstation.web.winhttp import ProxySettings, WinHttp

KEPT_SECONDS = 60.0
"""How long an answer holds: a notebook changes its network without a word."""

LOCAL_NAMES = "<local>"
_BETWEEN = re.compile(r"[;\s]+")


class ProxySource(Protocol):
    """Where proxy settings come from; every call may block."""

    def settings(self) -> Sequence[ProxySettings]:
        """The settings, those that go first in front."""

    def run_script(self, url: str, settings: ProxySettings) -> ProxySettings | None:
        """The answer of these settings' script, ``None`` where none answers."""


class _Answer(Value):
    settings: ProxySettings
    unanswered: bool
    at: float


@dataclass(slots=True)
class WindowsProxy:
    """Asks in a thread and keeps each origin's answer for a minute.

    A script that nobody sends, or a search for one, is waited for many seconds, for each origin
    anew: pictures come from many. So each question has a thread of its own, for those of the loop
    are few and everything else needs them, and who asks meanwhile waits for the same answer.
    """

    source: ProxySource = field(default_factory=WinHttp)
    now: Callable[[], float] = time.monotonic
    _answers: dict[Origin, _Answer] = field(default_factory=dict)
    _asking: "dict[Origin, asyncio.Future[_Answer]]" = field(default_factory=dict)

    async def server_for(self, origin: Origin) -> str | None:
        """The proxy for this origin as Windows spells it, ``None`` for a direct connection.

        Raises ``ProxyRefused`` where there is but one of another kind than HTTP.
        """
        return server_for((await self._answer(origin)).settings, origin)

    async def ignored_script(self, origin: Origin) -> bool:
        """Whether a script is named that did not answer for this origin."""
        return (await self._answer(origin)).unanswered

    def forget(self) -> None:
        """Forget all answers: ask anew from now on; what is being asked is not stored."""
        self._answers.clear()
        self._asking.clear()

    async def _answer(self, origin: Origin) -> _Answer:
        answer = self._answers.get(origin)
        if answer is not None and self.now() - answer.at < KEPT_SECONDS:
            return answer
        asking = self._asking.get(origin)
        if asking is None or asking.get_loop() is not asyncio.get_running_loop():
            asking = self._asking[origin] = start_call(partial(self._ask, origin), "proxy")
            asking.add_done_callback(partial(self._keep, origin))
        # Shielded: whoever gives up waiting does not take the answer from the others.
        return await asyncio.shield(asking)

    def _keep(self, origin: Origin, asked: "asyncio.Future[_Answer]") -> None:
        if self._asking.get(origin) is not asked:
            return
        del self._asking[origin]
        if not asked.cancelled() and asked.exception() is None:
            self._answers[origin] = asked.result()

    def _ask(self, origin: Origin) -> _Answer:
        unanswered = False
        for settings in self.source.settings():
            if settings.script or settings.searches:
                by_script = self.source.run_script(f"{origin}/", settings)
                if by_script is not None:
                    return _Answer(by_script, unanswered=False, at=self.now())
                unanswered = unanswered or bool(settings.script)
            if settings.servers:
                return _Answer(settings, unanswered, self.now())
        return _Answer(ProxySettings(), unanswered, self.now())


def server_for(settings: ProxySettings, origin: Origin) -> str | None:
    """The first server of the list for this origin's scheme, unless the host is excepted.

    Raises ``ProxyRefused`` where the list names but SOCKS for it.
    """
    if any(_covers(rule, origin.host) for rule in _BETWEEN.split(settings.exceptions)):
        return None
    for scheme, server in _entries(settings.servers):
        if scheme in {"", origin.scheme}:
            return server
        if scheme == "socks":
            raise ProxyRefused("a kind of proxy that is not spoken")
    return None


def _entries(servers: str) -> Iterator[tuple[str, str]]:
    """The entries: scheme, empty for every one, and server; SOCKS last, as Windows asks it."""
    entries = [entry.rpartition("=") for entry in _BETWEEN.split(servers) if entry]
    pairs = [(scheme.lower(), server) for scheme, _, server in entries]
    yield from sorted(pairs, key=lambda pair: pair[0] == "socks")


def _covers(rule: str, host: str) -> bool:
    """Whether an entry of the exceptions, ``[scheme://]pattern[:port]``, is about this host."""
    if rule.lower() == LOCAL_NAMES:
        return "." not in host and ":" not in host
    pattern = rule.lower().rpartition("://")[2]
    bare = re.sub(r":\d+$", "", pattern) if pattern.count(":") == 1 else pattern.strip("[]")
    return fnmatchcase(host, bare)
