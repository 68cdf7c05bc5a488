"""How the connection is: on the rail always, in the banner once it lasts."""

from functools import reduce

from PySide6.QtCore import QObject, QTimer

from workstation.domain.connection import STOPPED, Connection, Phase
from workstation.domain.errors import NetworkError, ProxyRefused, TlsFailure, WorkstationError
from workstation.ui.kit.announcer import ENDS, announcer
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.connection import connection_text
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

BANNER_AFTER = 3.0
RECOVERED_MS = 3_000
SECOND_MS = 1_000
MAX_SECONDS = 60
"""As many figures as the seconds of a wait have at most."""
AWAY = frozenset({Phase.CONNECTING, Phase.WAITING, Phase.NO_NETWORK})


class ConnectionWiring(QObject):
    """Keeps rail and banner true while the frame lives, or until ``close``."""

    def __init__(self, signed_in: SignedIn, frame: WindowFrame) -> None:
        super().__init__(frame)
        self._signed_in, self._frame = signed_in, frame
        self._was_away = self._is_online = self._has_been_online = False
        self._heard_at: float | None = None
        self._announced = ""
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.show)
        self._recovered = QTimer(self, singleShot=True, interval=RECOVERED_MS)
        self._recovered.timeout.connect(frame.hide_banner)
        stop = signed_in.store.connections.subscribe(self._on_changed)
        self.destroyed.connect(stop)
        frame.banner_acted.connect(signed_in.refresh)
        self.show()

    def close(self) -> None:
        """Count no seconds any more."""
        self._second.stop()

    def show(self) -> None:
        """Show how it is at this moment."""
        connection = self._signed_in.store.connection
        now = self._signed_in.clock.monotonic()
        seconds_left = None
        if connection.retry_at is not None:
            seconds_left = max(round(connection.retry_at - now), 0)
        self._frame.rail.show_connection(connection.phase, seconds_left)
        if connection.phase is Phase.ONLINE:
            self._is_online = self._has_been_online = True
            self._second.stop()
        elif connection.phase in AWAY:
            self._show_away(connection, now, seconds_left)
        elif connection.phase in STOPPED:
            self._second.stop()
            key = f"banner.{connection.phase.value}"
            self._announce(tr(f"{key}.title"), tr(f"{key}.text"))
            self._frame.show_banner(
                BannerTone.WARNING, tr(f"{key}.title"), tr(f"{key}.text"), tr(f"{key}.action")
            )

    def _on_changed(self, connection: Connection) -> None:
        if self._is_online:  # a server that is tried and refuses is heard later, too
            self._heard_at, self._is_online = self._signed_in.connection.heard_at, False
        if connection.phase is Phase.ONLINE:
            self._show_recovered()
        elif self._recovered.isActive():
            self._recovered.stop()
            self._frame.hide_banner()
        if connection.phase in AWAY:
            self._second.start()
        self.show()

    def _show_recovered(self) -> None:
        """Announce a restored session only; for the first one the rail's state is enough."""
        if self._was_away and self._has_been_online:
            self._frame.show_banner(BannerTone.SUCCESS, tr("banner.recovered"))
            self._announce(tr("banner.recovered"))
            self._recovered.start()
        elif not self._recovered.isActive():
            self._frame.hide_banner()
        self._was_away = False

    def _show_away(self, connection: Connection, now: float, seconds_left: int | None) -> None:
        """Show in the banner what comes next, and why, once a drop has lasted three seconds.

        What happens next comes first: a banner of one line cuts off the rest. On that line a
        warning not to close the program replaces the title, so that there is space for it.
        """
        if now - self._signed_in.store.offline_since < BANNER_AFTER:
            return
        self._was_away = True
        title = "away" if self._has_been_online else "not_yet"
        if connection.phase is Phase.NO_NETWORK:
            title = "no_network"
        warning = "" if self._signed_in.store.is_durable else tr("banner.unkept_short")
        self._announce(tr(f"banner.{title}"), tr("banner.keep_on"), warning)
        error = _cause(connection)
        why = "" if error is None else connection_text(error)
        # The other one follows when the wait is over, or the try.
        other = None if seconds_left else MAX_SECONDS
        text, other_text = (
            _join(_next_step(connection, seconds), self._last_contact(now), why)
            for seconds in (seconds_left, other)
        )
        short = None
        if not self._signed_in.store.is_durable:
            text, other_text = (f"{tr('banner.unkept')}{each}" for each in (text, other_text))
            short = tr("banner.unkept_short"), _next_in_short(seconds_left)
        self._frame.show_banner(
            BannerTone.WARNING, tr(f"banner.{title}"), text, tr("banner.retry_now"), short
        )
        self._frame.banner.keep_room_for(other_text)

    def _announce(self, *sentences: str) -> None:
        """Announce each state to a screen reader once, not the banner's seconds."""
        text = tr("widgets.breath").join(each.rstrip(ENDS) for each in sentences if each)
        if text != self._announced:
            self._announced = text
            announcer.announce(text, topic="connection")

    def _last_contact(self, now: float) -> str:
        """Until when the shown state was current, once any data arrived.

        A lost connection is detected later, after a sleep by hours.
        """
        if self._heard_at is None:
            return ""
        now_ms = self._signed_in.clock.now_ms()
        heard_ms = now_ms - round((now - self._heard_at) * 1_000)
        time = formats.past_time(heard_ms, now_ms, in_sentence=True)
        return tr("banner.last_contact", time=time)


def _cause(connection: Connection) -> WorkstationError | None:
    """Why there is no session; without a network that is the only reason."""
    error = connection.error
    silent = isinstance(error, NetworkError) and not isinstance(error, TlsFailure | ProxyRefused)
    return None if silent and connection.phase is Phase.NO_NETWORK else error


def _join(*sentences: str) -> str:
    return reduce(
        lambda what, following: tr("errors.joined", what=what, next=following),
        filter(None, sentences),
    )


def _next_step(connection: Connection, seconds_left: int | None) -> str:
    """What happens now; short beside a reason, as the composer explains what comes of replies."""
    reason = _cause(connection) is not None
    if connection.phase is Phase.NO_NETWORK and not reason:
        return tr("banner.keep_on")
    if seconds_left:
        return tr("banner.again_in" if reason else "banner.retry_in", seconds=seconds_left)
    return tr("banner.again" if reason else "banner.retrying")


def _next_in_short(seconds_left: int | None) -> str:
    return tr("banner.in_short", seconds=seconds_left) if seconds_left else tr("banner.again")
