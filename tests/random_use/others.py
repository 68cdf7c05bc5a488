"""What everybody else does: the doctor at another computer, a colleague, a patient's phone.

A message of the doctor's own that this computer never sent is nobody's question; one that the
patient corrects or withdraws may be read, quoted or answered at that very moment.
"""

import asyncio
import http.client
import itertools
import random
import urllib.error
from collections.abc import Callable
from contextlib import suppress

from websockets.exceptions import WebSocketException

from tests.clinic_im.client import NS
from tests.journeys.conftest import Work
from tests.journeys.phone import phone_in
from tests.random_use import tokens
from tests.random_use.journal import Journal
from tests.random_use.surroundings import Note, Place
from workstation.domain.connection import STOPPED
from workstation.domain.consultation import Consultation
from workstation.domain.errors import ConfigurationError

PHONE_SECONDS = 4.0
PAUSE_SECONDS = 0.3
PHONE_ERRORS = (
    OSError,
    http.client.HTTPException,
    WebSocketException,
    TimeoutError,
    AssertionError,
    SyntaxError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""The phone's line has the same faults, and its client expects none."""
ENDINGS = ["drop", "close", "conflict", "policy-violation", "system-shutdown"]
LEAVINGS = [307, 332, 333]


class Others:
    """``acts`` are what others may do now, with how often."""

    def __init__(
        self, place: Place, work: Work, chance: random.Random, journal: Journal, note: Note
    ) -> None:
        self._place, self._work, self._chance = place, work, chance
        self._journal, self._note = journal, note
        self._numbers = itertools.count(journal.count("elsewhere"))
        self.next_question: Callable[[], str] = str

    def acts(self) -> dict[Callable[[], object], float]:
        """What may happen now; nobody comes through to a clinic that hangs."""
        if self._work.program.main_window is None or self._place.hang.exists():
            return {}
        return {
            self.say_elsewhere: 1.2,
            self.speak_and_amend: 1.2,
            self.end_sessions: 0.6,
            self.leave_room: 0.4,
        }

    def say_elsewhere(self) -> None:
        """The doctor says something at another computer."""
        opened = self._pick()
        if opened is not None:
            token, number = tokens.elsewhere(next(self._numbers)), int(opened.consultation_id)
            self._note(f"say {token} elsewhere in {number}")
            with suppress(ConfigurationError, urllib.error.URLError):
                self._work.clinic.say(number, self._member_id, token)
            self._journal.note("elsewhere", token=token, room=number)

    def end_sessions(self) -> None:
        """The message service ends the session, as for somebody who signed in elsewhere."""
        how = self._chance.choice(ENDINGS)
        self._note(f"the session ends by {how}")
        self._ask("kill", member_id=self._member_id, how=how)

    def leave_room(self) -> None:
        """The room puts the doctor out, or forgets who is in it."""
        opened = self._pick()
        if opened is None:
            return
        number, code = int(opened.consultation_id), self._chance.choice([0, *LEAVINGS])
        self._note(f"out of {number} with {code}")
        if code:
            self._ask("put-out", consultation_id=number, member_id=self._member_id, status=code)
        else:
            self._ask("lose-room", consultation_id=number)

    async def speak_and_amend(self) -> None:
        """A patient writes, and corrects it or takes it back while it may be quoted."""
        opened = self._pick()
        if opened is None:
            return
        number, patient = int(opened.consultation_id), opened.creator.member_id
        token, withdraws = self.next_question(), self._chance.random() < 0.4
        self._note(f"{number} says {token} and {'withdraws' if withdraws else 'corrects'} it")
        self._journal.note("asked", token=token, room=number)
        with suppress(*PHONE_ERRORS):
            async with (
                asyncio.timeout(PHONE_SECONDS),
                phone_in(self._work.clinic, patient, number) as phone,
            ):
                room = f"consult-{number}@consult.{phone.jid.partition('@')[2].partition('/')[0]}"
                await phone.say(room, token, f"会不会过敏？{token}")
                message = await phone.wait_for_message(token)
                if self._chance.random() < 0.5:
                    await self._quote(token)
                await asyncio.sleep(self._chance.choice((0, PAUSE_SECONDS)))
                archived = message.find("sid:stanza-id", NS).get("id")
                await self._amend(phone, room, token, archived, withdraws=withdraws)

    async def _amend(
        self, phone: object, room: str, token: str, archived: str, *, withdraws: bool
    ) -> None:
        name = f"{token}-amended"
        kind = "withdrawn" if withdraws else "corrected by the patient"
        self._journal.note(kind, token=token)
        if withdraws:
            retract = f'<retract xmlns="urn:xmpp:message-retract:1" id="{archived}"/>'
            await phone.say(room, name, extra=retract)  # type: ignore[attr-defined]
        else:
            replace = f'<replace xmlns="urn:xmpp:message-correct:0" id="{token}"/>'
            await phone.say(room, name, f"不会过敏。{token}", replace)  # type: ignore[attr-defined]
        await phone.wait_for_message(name)  # type: ignore[attr-defined]

    async def _quote(self, token: str) -> None:
        """Answer it with a quote, if it is on the screen by now."""
        main_window = self._work.program.main_window
        await asyncio.sleep(PAUSE_SECONDS)
        if (
            main_window is None
            or main_window is not self._work.program.main_window
            or main_window.active is None
        ):
            return
        for message in self._work.messages():
            if token in message.text:
                self._note(f"quote {token}")
                main_window.active.composer.reply_to(message)
                self._work.active.composer.enter()
                return

    @property
    def _member_id(self) -> int:
        return self._work.clinic.member_id

    def _pick(self) -> Consultation | None:
        """A consultation of the list, more often the one that is looked at."""
        worklist = self._work.session.store.worklist
        numbers, opened = list(worklist.consultation_ids()), self._work.active.open_key
        if not numbers:
            return None
        near = opened in numbers and self._chance.random() < 0.6
        row = worklist.row(opened if near else self._chance.choice(numbers))
        return None if row is None else row.consultation

    def _ask(self, action: str, **what: object) -> None:
        with suppress(ConfigurationError, urllib.error.URLError):
            self._work.clinic._call("POST", f"/_clinic/im/{action}", what)


def go_on_here(work: Work) -> None:
    """Use the message service here again, where somebody signed in elsewhere."""
    main_window = work.program.main_window
    if main_window is not None and work.session.store.connection.phase in STOPPED:
        button = main_window.frame.banner._action
        if button.isVisible():
            button.click()
