"""A report on the connection in words: the same for the panel, for the clipboard and for the code.

No text of a server stands here (``WorkstationError.server_text``): it could name a patient, and
what is copied goes to somebody who treats none.
"""

import enum

from workstation.domain.connection import STOPPED, Phase
from workstation.domain.connection_report import (
    ORDER,
    SERVER_HOPS,
    ConnectionReport,
    Hop,
    PlatformCall,
    ServerAttempt,
)
from workstation.domain.errors import WorkstationError
from workstation.domain.value import Value
from workstation.ui.kit.strings import error_text, formats, tr

RECENT_SECONDS = 120
MAX_OTHERS = 7


class HopState(enum.Enum):
    """How a hop stands."""

    FINE = "fine"
    FAILED = "failed"
    OPEN = "open"


class Fact(Value):
    """A named line of the report; ``wrong`` where somebody has to look at it."""

    name: str
    value: str
    wrong: bool = False


class HopLine(Value):
    """One hop in words; ``error`` is why it failed."""

    hop: Hop
    state: HopState
    text: str
    error: WorkstationError | None = None

    @property
    def name(self) -> str:
        """What the hop is called."""
        return tr(f"connection.hop.{self.hop.value}")


class ReportWords:
    """What is said of one report, made when it is asked for."""

    def __init__(self, report: ConnectionReport) -> None:
        self._report = report
        self._seen = report.furthest

    def heading(self) -> str:
        """How the connection is, and since when."""
        state = tr(f"connection.state.{self._report.connection.phase.value}")
        since = self._report.connection.since
        return tr("connection.since", state=state, time=self._time(since)) if since else state

    def facts(self) -> tuple[Fact, ...]:
        """Last contact, server, unsent messages, clock, and what is tried again when."""
        return (
            Fact(tr("connection.contact"), self._contact()),
            Fact(tr("connection.server"), self._server()),
            self._unsent(),
            self._clock(),
            Fact(tr("connection.next_try"), self._next_try()),
            Fact(tr("connection.next_list"), self._countdown(self._report.queue.due_at)),
            Fact(tr("connection.next_conversation"), self._next_conversation()),
        )

    def platform_hops(self) -> tuple[HopLine, ...]:
        """What the platform is asked for."""
        return (
            self._queue_line(),
            self._call_line(Hop.SERVER_LIST, self._report.server_list),
            self._password_line(),
        )

    def server_hops(self) -> tuple[HopLine, ...]:
        """The way to one message server and its rooms; a proxy only where the way ended there."""
        seen = self._seen
        proxy = (Hop.PROXY,) if seen is not None and seen.hop is Hop.PROXY else ()
        return (
            *(self._server_line(hop, seen) for hop in (*proxy, *SERVER_HOPS)),
            self._rooms_line(),
        )

    def at_server(self) -> str:
        """At which server ``server_hops`` were taken; empty before any."""
        return "" if self._seen is None else tr("connection.at_server", server=_name(self._seen))

    def other_servers(self) -> tuple[str, ...]:
        """How far the other servers of the list came."""
        others = [each for each in self._report.attempts if each is not self._seen]
        lines = [
            tr(
                "connection.other",
                server=_name(each),
                hop=tr(f"connection.hop.{each.hop.value}"),
                text=self._outcome(each).text,
            )
            for each in others[:MAX_OTHERS]
        ]
        if len(others) > MAX_OTHERS:
            lines.append(tr("connection.more", count=len(others) - MAX_OTHERS))
        return tuple(lines)

    def _contact(self) -> str:
        heard_at = self._report.heard_at
        if heard_at is None:
            return tr("connection.never")
        seconds = max(0, round(self._report.now - heard_at))
        time = self._time(heard_at)
        if seconds < RECENT_SECONDS:
            return tr("connection.seconds_ago", time=time, seconds=seconds)
        return tr("connection.minutes_ago", time=time, duration=formats.duration(seconds // 60))

    def _server(self) -> str:
        seen = self._seen
        if seen is None or not seen.is_online:
            return tr("connection.none_in_use")
        return _name(seen)

    def _unsent(self) -> Fact:
        name, unsent = tr("connection.unsent"), self._report.unsent
        if unsent is None:
            return Fact(name, tr("connection.unknown_messages"), wrong=True)
        if unsent.failed:
            text = tr("connection.failed_messages", count=unsent.waiting, failed=unsent.failed)
            return Fact(name, text, wrong=True)
        return Fact(name, tr("connection.waiting_messages", count=unsent.waiting))

    def _clock(self) -> Fact:
        name, ahead_ms = tr("connection.clock"), self._report.clock_ahead_ms
        if ahead_ms is None:
            return Fact(name, tr("connection.clock_unknown"))
        seconds = round(abs(ahead_ms) / 1000)
        if not seconds:
            return Fact(name, tr("connection.clock_right"))
        duration = (
            tr("time.seconds", seconds=seconds)
            if seconds < RECENT_SECONDS
            else formats.duration(seconds // 60)
        )
        word = "ahead" if ahead_ms > 0 else "behind"
        return Fact(name, tr(f"connection.clock_{word}", duration=duration), wrong=True)

    def _next_try(self) -> str:
        connection = self._report.connection
        if connection.phase in STOPPED:
            return tr("connection.by_doctor")
        if connection.phase in {Phase.ONLINE, Phase.SIGNED_OUT}:
            return tr("connection.not_needed")
        return self._countdown(connection.retry_at)

    def _next_conversation(self) -> str:
        rooms = self._report.rooms
        if self._report.connection.phase is not Phase.ONLINE:
            return tr("connection.once_connected")
        if rooms.join_at is None:
            return tr("connection.not_needed")
        return self._countdown(rooms.join_at)

    def _countdown(self, at: float | None) -> str:
        seconds = 0 if at is None else max(0, round(at - self._report.now))
        return tr("connection.in_seconds", seconds=seconds) if seconds else tr("connection.now")

    def _queue_line(self) -> HopLine:
        queue = self._report.queue
        if queue.error is not None:
            what = error_text(queue.error).what
            text = tr("connection.failed_call", what=what)
            if queue.read_ms is not None:
                time = self._past(queue.read_ms)
                text = tr("connection.failed_since", what=what, time=time)
            return HopLine(Hop.PLATFORM, HopState.FAILED, text, queue.error)
        if queue.read_ms is None:
            return HopLine(Hop.PLATFORM, HopState.OPEN, tr("connection.not_reached"))
        text = tr("connection.ok_at", time=self._past(queue.read_ms))
        return HopLine(Hop.PLATFORM, HopState.FINE, text)

    def _call_line(self, hop: Hop, call: PlatformCall | None) -> HopLine:
        if call is None:
            return HopLine(hop, HopState.OPEN, tr("connection.not_reached"))
        if call.error is not None:
            return self._failed(hop, call.error, call.at)
        key = "addresses_at" if hop is Hop.SERVER_LIST else "ok_at"
        text = tr(f"connection.{key}", count=call.count, time=self._time(call.at))
        return HopLine(hop, HopState.FINE, text)

    def _password_line(self) -> HopLine:
        """The line of the password; a sign-in by a token needs none (``link.fast_tokens``)."""
        password = self._report.password
        if password is None and self._seen is not None and self._seen.is_online:
            return HopLine(Hop.PASSWORD, HopState.FINE, tr("connection.not_needed"))
        return self._call_line(Hop.PASSWORD, password)

    def _server_line(self, hop: Hop, seen: ServerAttempt | None) -> HopLine:
        if seen is None or ORDER.index(seen.hop) < ORDER.index(hop):
            return HopLine(hop, HopState.OPEN, tr("connection.not_reached"))
        if seen.hop is hop:
            return self._outcome(seen)
        clear = hop is Hop.TLS and not seen.encrypted
        text = tr("connection.not_encrypted" if clear else "connection.ok")
        return HopLine(hop, HopState.FINE, text)

    def _outcome(self, seen: ServerAttempt) -> HopLine:
        """What became of the hop at which a server's try stands."""
        if seen.error is not None:
            return self._failed(seen.hop, seen.error, seen.at)
        if seen.is_online:
            text = tr("connection.ok_at", time=self._time(seen.at))
            return HopLine(seen.hop, HopState.FINE, text)
        connecting = self._report.connection.phase is Phase.CONNECTING
        text = tr("connection.under_way" if connecting else "connection.not_finished")
        return HopLine(seen.hop, HopState.OPEN, text)

    def _rooms_line(self) -> HopLine:
        report = self._report
        if report.connection.phase is not Phase.ONLINE:
            return HopLine(Hop.ROOMS, HopState.OPEN, tr("connection.not_reached"))
        entered = tr("connection.entered", entered=report.rooms.entered, total=report.rooms.total)
        blocked = [
            tr(f"connection.blocked.{why.value}", count=count)
            for why, count in report.blocked.items()
        ]
        whole = report.rooms.entered == report.rooms.total and not blocked
        state = HopState.FINE if whole else HopState.FAILED if blocked else HopState.OPEN
        return HopLine(Hop.ROOMS, state, " · ".join((entered, *blocked)))

    def _failed(self, hop: Hop, error: WorkstationError, at: float) -> HopLine:
        text = tr("connection.failed", time=self._time(at), what=error_text(error).what)
        return HopLine(hop, HopState.FAILED, text, error)

    def _time(self, at: float) -> str:
        return self._past(self._report.now_ms - round((self._report.now - at) * 1000))

    def _past(self, moment_ms: int) -> str:
        """A past time, ``10:52:07``; of another day with its date, as copies are read later."""
        then, now = formats.local(moment_ms), formats.local(self._report.now_ms)
        time = f"{then:%H:%M:%S}"
        if then.date() == now.date():
            return time
        return tr("time.day_time", day=formats.date_of(then.date(), now.date()), time=time)


def _name(seen: ServerAttempt) -> str:
    host = f"[{seen.server.host}]" if ":" in seen.server.host else seen.server.host
    return f"{host}:{seen.server.port}"
