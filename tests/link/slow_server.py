"""A server of rooms and archives behind a line that carries so many bytes a second."""

import asyncio
import re
from itertools import chain, zip_longest

from tests.link.line import DOMAIN, ME, Handled, Socket

CLIENT, USER = "xmlns='jabber:client'", "xmlns='http://jabber.org/protocol/muc#user'"
BYTES_A_SECOND = 2_000
FEATURES = ("urn:xmpp:sid:0", "urn:xmpp:mam:2", "muc_nonanonymous")
LATENCY = 0.05
ATTRIBUTE = re.compile(r' (to|id|queryid)="([^"]+)"')


class SlowSocket(Socket):
    """Lets into rooms, answers pings, and gives pages of ``page`` messages of ``words`` characters.

    With ``apart`` each room sends for itself, as in ejabberd: what was asked is acknowledged at
    once, and pages come side by side. Else all comes in the order asked, as from Prosody.
    """

    words, page, apart = 3_000, 100, False

    def __init__(self, handled: Handled | None = None, *, mute: bool = False) -> None:
        super().__init__(handled, mute=mute)
        self.queries, self.is_stopped = 0, False
        self.joins: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._free_at = self._loop.time()
        self._bytes = 0
        self._pages: list[list[str]] = []

    def stop(self) -> None:
        """Nothing comes any more, be it in the middle of a frame."""
        self._bytes = self.content_bytes
        self._free_at = self._loop.time()
        self.is_stopped = self.mute = True

    @property
    def content_bytes(self) -> int:
        left = max(0.0, self._free_at - self._loop.time()) * BYTES_A_SECOND
        return self._bytes - round(left)

    def say(self, frame: str) -> None:
        self._bytes += len(frame)
        self._free_at = max(self._free_at, self._loop.time()) + len(frame) / BYTES_A_SECOND
        self._loop.call_at(self._free_at, self._deliver, frame)

    def _deliver(self, frame: str) -> None:
        if not self.is_stopped:
            super().say(frame)

    def _handle(self, frame: str) -> None:
        super()._handle(frame)
        named = dict(ATTRIBUTE.findall(frame))
        room, request = named.get("to", "").partition("/")[0], named.get("id", "")
        if frame.startswith("<presence ") and "consult-" in room and "unavailable" not in frame:
            self._join(room)
        elif "disco#info" in frame:
            listed = "".join(f"<feature var='{name}'/>" for name in FEATURES)
            info = f"<query xmlns='http://jabber.org/protocol/disco#info'>{listed}</query>"
            self._answer_iq(named["to"], request, info)
        elif "urn:xmpp:mam:2" in frame:
            self._give_page(room, request)
        elif frame.startswith("<iq "):
            self._answer_iq(named.get("to", DOMAIN), request)

    def _answer_iq(self, sender: str, request: str, inner: str = "") -> None:
        self.say(_answered(sender, request, inner))

    def _join(self, room: str) -> None:
        self.joins.append(room)
        item = f"<item jid='{ME}@{DOMAIN}/desk' affiliation='member' role='participant'/>"
        inside = f"<x {USER}>{item}<status code='110'/></x>"
        self.say(f"<presence {CLIENT} from='{room}/{ME}'>{inside}</presence>")
        self.say(f"<message {CLIENT} type='groupchat' from='{room}'><subject/></message>")

    def _give_page(self, room: str, request: str) -> None:
        self.queries += 1
        ids = [f"{room}-{number}" for number in range(self.page)]
        frames = [_result(room, request, archive_id, "x" * self.words) for archive_id in ids]
        ends = f"<first>{ids[0]}</first><last>{ids[-1]}</last>"
        rsm = f"<set xmlns='http://jabber.org/protocol/rsm'>{ends}</set>"
        fin = f"<fin xmlns='urn:xmpp:mam:2' complete='true'>{rsm}</fin>"
        frames.append(_answered(room, request, fin))
        if not self.apart:
            for frame in frames:
                self.say(frame)
            return
        if not self._pages:
            self._loop.call_later(LATENCY, self._give_pages)
        self._pages.append(frames)

    def _give_pages(self) -> None:
        pages, self._pages = self._pages, []
        for frame in filter(None, chain.from_iterable(zip_longest(*pages))):
            self.say(frame)


def _answered(sender: str, request: str, inner: str) -> str:
    return f"<iq {CLIENT} type='result' from='{sender}' id='{request}'>{inner}</iq>"


def _result(room: str, request: str, archive_id: str, words: str) -> str:
    message = (
        f"<message {CLIENT} from='{room}/2001' type='groupchat' id='{archive_id}'>"
        f"<body>{words}</body><x {USER}><item jid='2001@{DOMAIN}'/></x></message>"
    )
    delay = "<delay xmlns='urn:xmpp:delay' stamp='2026-11-24T22:34:04Z'/>"
    return (
        f"<message {CLIENT} from='{room}'><result xmlns='urn:xmpp:mam:2' queryid='{request}'"
        f" id='{archive_id}'><forwarded xmlns='urn:xmpp:forward:0'>{delay}{message}</forwarded>"
        "</result></message>"
    )
