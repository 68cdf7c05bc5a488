"""The form of a new consultation before a platform, a microphone and a player that do as told."""

import asyncio
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from tests.services.player import Player
from tests.ui.composer.fakes import Microphone
from workstation.domain.connection import Phase
from workstation.domain.consultation import Consultation
from workstation.domain.errors import Refused
from workstation.domain.ids import ConsultationId
from workstation.domain.new_consultation_form import NewConsultationDraft
from workstation.domain.people import Member, Team
from workstation.services.consultation_creation import CreatedConsultation
from workstation.services.playback import Playback
from workstation.store.feed import Feed
from workstation.ui.kit.tasks import scope_of
from workstation.ui.new_consultation.wiring import NewConsultationWiring


async def _no_readings():
    return {}


async def _save():
    """A disk that takes the form."""


class Uploads:
    """Gives everything an address, and counts."""

    def __init__(self):
        self.count, self.error = 0, None
        self.answers = asyncio.Event()
        self.answers.set()

    async def upload_picture(self, content, _progress):
        """Raises ``error``, where one is set."""
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        self.count += 1
        return f"https://media.example/{len(content)}.png"

    async def upload_recording(self, content, _progress):
        return await self.upload_picture(content, _progress)


class Platform:
    """Opens what it is asked for, once it is not ``closed``; or says that it had done so before."""

    is_uncertain = False

    def __init__(self):
        self.asked, self.uploads = [], Uploads()
        self.closed, self.as_asked = False, True
        self.answers = asyncio.Event()
        self.answers.set()
        self.draft = NewConsultationDraft()
        self.settled = Feed()

    def settle(self, _listed):
        """No list has brought one."""

    async def create(self, new):
        self.asked.append(new)
        await self.answers.wait()
        if self.closed:
            raise Refused("HTTP 200")
        member, team = Member(new.target_member_id, "王小宝"), Team(new.team_id, "")
        opened = Consultation(ConsultationId(1), member, member, team, new.symptom)
        return CreatedConsultation(opened, self.as_asked)


@pytest.fixture
def platform():
    """One that opens what it is asked for."""
    return Platform()


@pytest.fixture
def players():
    """Those that were made to listen to a recording."""
    return []


@pytest.fixture
def microphones():
    """Those that were made to record."""
    return []


@pytest.fixture
def opened():
    """The consultations that were gone to, and what was said instead, with what it offered."""
    return SimpleNamespace(numbers=[], notices=[], actions=[])


@pytest.fixture
def wiring(  # noqa: PLR0913, PLR0917 - what the doctor, the platform and the computer do
    qtbot,
    dressed,  # noqa: ARG001
    qloop,  # noqa: ARG001
    platform,
    players,
    microphones,
    opened,
) -> NewConsultationWiring:
    """The form of a doctor who is online; nothing of it is open yet."""

    def notify(text, action=None):
        opened.notices.append(text)
        opened.actions.append(action)

    window = QWidget()
    window.notify = notify
    qtbot.addWidget(window)
    window.show()
    scope = scope_of(window, lambda error: pytest.fail(repr(error)))
    signed_in = SimpleNamespace(
        store=SimpleNamespace(
            connections=Feed(),
            connection=SimpleNamespace(phase=Phase.ONLINE),
            is_online=True,
            worklist=SimpleNamespace(rows=lambda: ()),
            history=(),
        ),
        lists=SimpleNamespace(creator=platform, opening_draft=SimpleNamespace(save=_save)),
        spawn=scope.spawn,
        media=SimpleNamespace(symptom_uploads=platform.uploads),
        messaging=SimpleNamespace(quick_replies=SimpleNamespace(load_readings=_no_readings)),
    )

    def make_player(tell):
        players.append(Player(tell))
        return players[-1]

    def make_microphone(progress):
        microphones.append(Microphone(progress))
        return microphones[-1]

    return NewConsultationWiring(
        signed_in,
        window,
        scope,
        playback=Playback(make_player, lambda: True),
        make_microphone=make_microphone,
        takes_addresses=lambda: False,
        open_consultation=opened.numbers.append,
    )
