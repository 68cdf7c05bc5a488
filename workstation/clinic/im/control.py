"""What whoever runs the clinic can do to its IM server: end sessions, lose rooms, speak.

Each action is a JSON object posted to ``/_clinic/im/ACTION`` (loopback, with the control key).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from workstation.clinic.clinic import Clinic
from workstation.clinic.im.room import Room
from workstation.clinic.im.service import Service
from workstation.clinic.im.session import Session
from workstation.clinic.patients.participant import Participant
from workstation.domain.errors import ConfigurationError

Body = Mapping[str, Any]
MAX_MESSAGES: Final = 5_000
MEMBERSHIP_LOST: Final = 321
LEAVING_STATUSES: Final = (307, MEMBERSHIP_LOST, 322, 332, 333)


class Control:
    """The actions by name; each says what it wants in its docstring."""

    def __init__(self, clinic: Clinic, service: Service) -> None:
        self._clinic = clinic
        self._service = service
        self._participants: dict[tuple[int, int], Participant] = {}
        self._actions: dict[str, Callable[[Body], int]] = {
            "kill": self._kill,
            "restart": self._restart,
            "expire-sessions": self._expire_sessions,
            "expire-passwords": self._expire_passwords,
            "revoke-tokens": self._revoke_tokens,
            "put-out": self._remove_member,
            "lose-room": self._lose_room,
            "forget-archive": self._forget_archive,
            "say": self._say,
            "send": self._send,
        }

    def act(self, name: str, body: Body) -> int:
        """Carry an action out; how many things it concerned.

        Raises ``ConfigurationError`` for an action that does not exist or lacks something.
        """
        action = self._actions.get(name)
        if action is None:
            raise ConfigurationError(f"no such action; there are {', '.join(self._actions)}")
        return action(body)

    def _kill(self, body: Body) -> int:
        """End the sessions of ``member_id``, or all. ``how``: drop, close, or a stream error."""
        how = str(body.get("how", "drop"))
        sessions = self._sessions(body)
        for session in sessions:
            stream = session.stream
            if stream is None:
                self._service.sessions.end(session)
            elif how == "drop":
                stream.drop()
            elif how == "close":
                stream.close()
            else:
                stream.end(how)
        return len(sessions)

    def _restart(self, _: Body) -> int:
        """Drop all sockets and forget all sessions, as a server that was killed."""
        sessions = len(self._sessions({}))
        self._service.sessions.forget()
        return sessions

    def _expire_sessions(self, body: Body) -> int:
        """End the sessions of ``member_id``, or all, that wait to be resumed; ``h`` is kept."""
        waiting = [session for session in self._sessions(body) if session.stream is None]
        for session in waiting:
            self._service.sessions.time_out(session)
        return len(waiting)

    def _expire_passwords(self, body: Body) -> int:
        """End all passwords of ``member_id``; sessions live on."""
        self._clinic.passwords.revoke(_number(body, "member_id"))
        return 1

    def _revoke_tokens(self, body: Body) -> int:
        """Revoke the tokens of ``member_id`` (XEP-0484): none signs in; sessions live on."""
        self._service.tokens.revoke(_number(body, "member_id"))
        return 1

    def _remove_member(self, body: Body) -> int:
        """Put ``member_id`` out of a room with ``status`` 307, 321, 322, 332 or 333."""
        code = _number(body, "status")
        if code not in LEAVING_STATUSES:
            raise ConfigurationError(f"status is one of {LEAVING_STATUSES}")
        account = f"{_number(body, 'member_id')}@{self._service.domain}"
        room = self._room(body)
        if code == MEMBERSHIP_LOST:
            room.set_members(room.members - {account}, code)
        else:
            room.remove_account(account, code)
        return 1

    def _lose_room(self, body: Body) -> int:
        """Forget who is in a consultation's room, without a word to them."""
        self._room(body).lose_silently()
        return 1

    def _forget_archive(self, body: Body) -> int:
        """Drop a room's archive, or its part up to and with the id ``through``."""
        through = body.get("through")
        room = self._room(body).jid
        return self._service.archive.forget(room, None if through is None else str(through))

    def _say(self, body: Body) -> int:
        """Say ``text`` in a consultation's room as ``member_id``, ``count`` times (numbered)."""
        number = min(MAX_MESSAGES, int(body.get("count", 1)))
        text = str(body.get("text", ""))
        participant = self._participant(body)
        for index in range(number):
            participant.say(text if number == 1 else f"{text} {index + 1}")
        return number

    def _send(self, body: Body) -> int:
        """Send ``frame`` as it is to the sessions of ``member_id``, outside of XEP-0198."""
        sessions = [session for session in self._sessions(body) if session.stream is not None]
        for session in sessions:
            if session.stream is not None:
                session.stream.write(str(body.get("frame", "")))
        return len(sessions)

    def _sessions(self, body: Body) -> list[Session]:
        if "member_id" not in body:
            return list(self._service.sessions)
        return self._service.sessions.of(f"{_number(body, 'member_id')}@{self._service.domain}")

    def _room(self, body: Body) -> Room:
        room = self._service.rooms.find(f"consult-{_number(body, 'consultation_id')}")
        if room is None:
            raise ConfigurationError("no such consultation")
        return room

    def _participant(self, body: Body) -> Participant:
        room, member_id = self._room(body), _number(body, "member_id")
        account = self._clinic.members.find(member_id)
        if account is None:
            raise ConfigurationError("no such member")
        key = (_number(body, "consultation_id"), member_id)
        participant = self._participants.get(key)
        if participant is None:
            participant = Participant(self._service, member_id, account.name, room.jid)
            self._participants[key] = participant
        participant.join()
        return participant


def _number(body: Body, field: str) -> int:
    value = body.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConfigurationError(f"{field} must be a number")
    return value
