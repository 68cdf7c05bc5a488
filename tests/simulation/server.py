"""A small IM server in memory: streams that can be resumed, rooms with archives, and its whims.

It shares nothing with the product but the parser of frames. Every whim is drawn from ``chance``.
"""

import random
from collections import deque
from itertools import count
from typing import Any

from tests.simulation import stanza, upload_service
from tests.simulation.archive import (
    CLIENT,
    MAM,
    MY_ADDRESS,
    SID,
    UNKNOWN,
    UNREADABLE,
    USER,
    Archived,
    answered,
)
from tests.simulation.inline_server import InlineServer
from tests.simulation.losses import remaining
from tests.simulation.network import Connection
from tests.simulation.people import DOMAIN, FEATURES, ME, NICKS, SPEAKERS
from tests.simulation.record import Record
from tests.simulation.server_session import ServerSession
from tests.simulation.whims import Whims
from workstation.xmpp.xml import SEPARATOR, Element, parse

SM = "urn:xmpp:sm:3"
BIND = "urn:ietf:params:xml:ns:xmpp-bind"
STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas"
CONDITIONS = "forbidden", "policy-violation", "resource-constraint", "internal-server-error"
DEADLY = "!"
"""A message that begins so ends the stream of whoever sends it."""
HATED = "~"
"""At a message that begins so a gateway cuts the line, and says nothing."""
STREAM_ERROR = (
    "<error xmlns='http://etherx.jabber.org/streams'>"
    "<{} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>"
)
REFUSAL = f"<error type='modify'><not-acceptable xmlns='{STANZAS}'/></error>"


class Server:
    """``rooms`` are the jids of all consultations; ``archives`` is the truth about each.

    Of its whims, those about ``sign_ins`` with everything inside are drawn apart.
    """

    def __init__(
        self, rooms: list[str], whims: Whims, chance: random.Random, sign_ins: random.Random
    ) -> None:
        self.archives: dict[str, list[Archived]] = {room: [] for room in rooms}
        self.sessions: dict[str, ServerSession] = {}
        self._inside: dict[str, dict[ServerSession, None]] = {room: {} for room in rooms}
        self.whims, self._chance = whims, chance
        self.record = Record()
        self.inline = InlineServer(self, sign_ins)
        self._numbers = count(1)

    def lines(self, room: str) -> list[Archived]:
        """What was said in a room."""
        return [entry for entry in self.archives[room] if not entry.marker]

    def read_by(self, room: str, member_id: int) -> int:
        """How many entries of a room a member told to have read."""
        archive = self.archives[room]
        markers = {each.marker for each in archive if each.member_id == member_id}
        return max(
            (at for at, each in enumerate(archive, 1) if each.archive_id in markers), default=0
        )

    def speak(self, room: str, member_id: int, origin_id: str, text: str, **more: Any) -> None:
        """Somebody inside says something: archived first, then sent to all."""
        line = Archived(f"a{next(self._numbers)}", member_id, origin_id, text, **more)
        self.archives[room].append(line)
        self.record.known.add(origin_id)
        if text.startswith(UNREADABLE):
            self.record.hiding.add(room)
        frame = (
            f"<message xmlns='{CLIENT}' type='groupchat' from='{room}/{NICKS[member_id]}'"
            f" id='{origin_id}' to='{MY_ADDRESS}'>{line.inside}"
            f"<stanza-id xmlns='{SID}' by='{room}' id='{line.archive_id}'/></message>"
        )
        for session in self._inside[room]:
            twice = 1 + (self._chance.random() < self.whims.repeats)
            if member_id != ME and self._chance.random() < self.whims.loses:
                self.record.unheard.add(origin_id)
                continue
            session.lanes.setdefault(room, deque()).extend([frame] * twice)

    def open_lanes(self) -> list[tuple[ServerSession, str]]:
        """Rooms that have something to say to a session."""
        sessions = self.sessions.values()
        return [(each, room) for each in sessions for room, lane in each.lanes.items() if lane]

    def route(self, session: ServerSession, room: str) -> None:
        """One stanza of a room goes onto the stream: rooms overtake each other."""
        session.write(session.lanes[room].popleft())
        if self._chance.random() < self.whims.asks:
            session.put(f"<r xmlns='{SM}'/>")

    def lose_silently(self, room: str) -> None:
        """The room forgets who was inside, without a word."""
        self._inside[room].clear()

    def shut_down(self, room: str) -> None:
        """The room puts everybody out (status 332)."""
        frame = (
            f"<presence xmlns='{CLIENT}' from='{room}/{ME}' to='{MY_ADDRESS}' type='unavailable'>"
            f"<x xmlns='{USER}'><item affiliation='member' role='none'/><status code='110'/>"
            "<status code='332'/></x></presence>"
        )
        for session in self._inside[room]:
            session.lanes.setdefault(room, deque()).append(frame)
        self._inside[room].clear()

    def restart(self) -> None:
        """Everything but the archives is forgotten."""
        for session in list(self.sessions.values()):
            self._end(session)

    def take_over(self) -> None:
        """The same installation is signed in elsewhere."""
        for session in list(self.sessions.values()):
            session.put(STREAM_ERROR.format("conflict"))
            self._end(session)

    def end_half_dead(self) -> None:
        """Sessions that were succeeded by another are over at last."""
        for session in list(self.sessions.values()):
            if session.connection is not None and session.connection.superseded:
                self._end(session)

    def receive(self, connection: Connection) -> None:
        """Take the next frame under way on a connection."""
        root = parse(connection.up.popleft())
        local = root.tag.rpartition(SEPARATOR)[2]
        session = self._of(connection)
        if local == "open":
            return  # what the server says first was there when the socket was opened
        if local == "authenticate":
            self.inline.sign_in(connection, root)
        elif local == "resume":
            answer, resumed = self.resume(connection, root)
            connection.down.append(answer)
            if resumed is not None:
                resumed.send_again()
        elif session is None:
            self._bind(connection, root)
        elif local in {"message", "presence", "iq"}:
            session.handled += session.resumable
            getattr(self, f"_{local}")(session, root)
        elif local == "enable":
            session.resumable = True
            session.unacknowledged.clear()
            session.put(f"<enabled xmlns='{SM}' id='{session.name}' resume='true'/>")
        elif local == "r":
            session.put(f"<a xmlns='{SM}' h='{session.handled}'/>")
        elif local == "a":
            session.acknowledge(int(root.get("h", "")))

    def _of(self, connection: Connection) -> ServerSession | None:
        sessions = (each for each in self.sessions.values() if each.connection is connection)
        return next(sessions, None)

    def _end(self, session: ServerSession) -> None:
        self.sessions.pop(session.name, None)
        for inside in self._inside.values():
            inside.pop(session, None)
        if session.connection is not None:
            session.connection.drop_server()
            session.connection = None

    def resume(self, connection: Connection, root: Element) -> tuple[str, ServerSession | None]:
        """The answer to who would resume, and the session that goes on, if it does (XEP-0198)."""
        session = self.sessions.get(root.get("previd", ""))
        if session is None or self._chance.random() < self.whims.failed_resume:
            knows = session is not None and self._chance.random() < self.whims.tells_h
            h = f" h='{session.handled}'" if session is not None and knows else ""
            condition = f"<item-not-found xmlns='{STANZAS}'/>"
            return f"<failed xmlns='{SM}'{h}>{condition}</failed>", None
        if session.connection is not None:
            session.connection.drop_server()
        session.connection = connection
        session.acknowledge(int(root.get("h", "")))
        resumed = f"<resumed xmlns='{SM}' previd='{session.name}' h='{session.handled}'/>"
        return resumed, session

    def begin(self, connection: Connection) -> ServerSession:
        """A new session, in place of those before it."""
        for old in list(self.sessions.values()):
            alive = old.connection is not None and old.connection.server_open
            if alive and self._chance.random() < self.whims.keeps_the_half_dead:
                old.connection.superseded = True
            else:
                self._end(old)
        session = ServerSession(f"s{next(self._numbers)}", connection)
        self.sessions[session.name] = session
        return session

    def _bind(self, connection: Connection, root: Element) -> None:
        self.begin(connection).put(
            f"<iq xmlns='{CLIENT}' type='result' id='{root.get('id')}'>"
            f"<bind xmlns='{BIND}'><jid>{MY_ADDRESS}</jid></bind></iq>"
        )

    def _message(self, session: ServerSession, root: Element) -> None:
        room, origin = root.get("to", ""), root.get("id", "")
        if session not in self._inside[room]:
            self._refuse(session, room, origin, REFUSAL)
            return
        late = session.connection is not None and session.connection.superseded
        text, more = stanza.read(root)
        self._note_change(room, origin, more["replaces"], more["retracts"])
        if text.startswith((DEADLY, HATED)):
            self._die_of(session, origin, is_told=text.startswith(DEADLY))
            return
        if text and self._chance.random() < self.whims.refuses:
            self.record.refused.add(origin)
            why = self._chance.choice(CONDITIONS)
            error = f"<error type='cancel'><{why} xmlns='{STANZAS}'/></error>"
            self._refuse(session, room, origin, error)
            return
        self.speak(room, ME, origin, text, late=late, **more)

    def _note_change(self, room: str, origin: str, replaces: str, retracts: str) -> None:
        """What a change is of, by the id that its sender chose."""
        archived = {each.archive_id: each.origin_id for each in self.archives[room]}
        if replaces or retracts:
            self.record.changes[origin] = replaces or archived.get(retracts, retracts)

    def _refuse(self, session: ServerSession, room: str, origin: str, error: str) -> None:
        frame = (
            f"<message xmlns='{CLIENT}' type='error' from='{room}' to='{MY_ADDRESS}'"
            f" id='{origin}'>{error}</message>"
        )
        session.lanes.setdefault(room, deque()).append(frame)

    def _die_of(self, session: ServerSession, origin: str, *, is_told: bool) -> None:
        """The stream ends with this message; whoever resumes sends it again."""
        (self.record.killed if is_told else self.record.cut)[origin] += 1
        session.handled -= session.resumable
        if is_told:
            session.put(STREAM_ERROR.format("policy-violation"))
        if session.connection is not None:
            session.connection.drop_server()

    def _presence(self, session: ServerSession, root: Element) -> None:
        room = root.get("to", "").partition("/")[0]
        if not room:
            return
        if root.get("type") == "unavailable":
            self._say_farewell(session, room)
            return
        lane = session.lanes.setdefault(room, deque())
        for member in (*SPEAKERS, ME):
            me = "<status code='110'/>" if member == ME else ""
            lane.append(
                f"<presence xmlns='{CLIENT}' from='{room}/{NICKS[member]}' to='{MY_ADDRESS}'>"
                f"<x xmlns='{USER}'><item affiliation='member' role='participant'"
                f" jid='{member}@{DOMAIN}/x'/>{me}</x></presence>"
            )
        lane.append(
            f"<message xmlns='{CLIENT}' type='groupchat' from='{room}' to='{MY_ADDRESS}'>"
            "<subject/></message>"
        )
        self._inside[room][session] = None

    def _say_farewell(self, session: ServerSession, room: str) -> None:
        """Who goes out is told so."""
        if session not in self._inside[room]:
            return
        self._inside[room].pop(session, None)
        session.lanes.setdefault(room, deque()).append(
            f"<presence xmlns='{CLIENT}' from='{room}/{ME}' to='{MY_ADDRESS}' type='unavailable'>"
            f"<x xmlns='{USER}'><item affiliation='member' role='none'/><status code='110'/></x>"
            "</presence>"
        )

    def _iq(self, session: ServerSession, root: Element) -> None:
        room = root.get("to", "").partition("/")[0]
        lane = session.lanes.setdefault(room, deque())
        query = root[0]
        answer = self._answer(session, room, query)
        if query.tag.startswith(MAM):
            archive, manners = remaining(self, room), self.whims.manners
            results, answer = answered(room, archive, query, manners)
            lane.extend(results)
        kind = "error" if answer in {REFUSAL, UNKNOWN} else "result"
        lane.append(
            f"<iq xmlns='{CLIENT}' type='{kind}' from='{root.get('to')}' to='{MY_ADDRESS}'"
            f" id='{root.get('id')}'>{answer}</iq>"
        )

    def _answer(self, session: ServerSession, room: str, query: Element) -> str:
        if room not in self.archives:
            return upload_service.answer(query, self._numbers)
        if query.tag.endswith(f"{SEPARATOR}ping"):
            return "" if session in self._inside[room] else REFUSAL
        return FEATURES
