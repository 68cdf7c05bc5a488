"""A clinic whose time the test moves, with scripted people and doctors without sockets."""

from tests.clinic_im.client import DOMAIN, NS, TestClock, parsed
from workstation.clinic.clinic import Clinic
from workstation.clinic.im import content
from workstation.clinic.im.server import ImServer
from workstation.clinic.im.session import Session
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.patients.simulation import PatientSimulation
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import element, qualified

ORIGIN = "http://clinic.test:8000"
STEP = 0.2


class Doctor:
    """A session without a socket: what the server sends it is kept with its time."""

    def __init__(self, theatre, member):
        self.received = []
        self._clock = theatre.clock
        self._service = theatre.im.service
        self.session = Session(
            JidParts(str(member), DOMAIN, "desk"),
            ORIGIN,
            self._service.stamps,
            self,
            self._service.faults,
        )
        self.member = member
        self._service.sessions.add(self.session)
        self.send(element(qualified(NS["c"], "presence")))

    def write(self, frame):
        self.received.append((self._clock.seconds, parsed(frame)))

    def send(self, stanza, to=""):
        if to:
            stanza.set("to", to)
        self._service.receive(self.session, stanza)

    def join(self, room):
        muc = "http://jabber.org/protocol/muc"
        history = element(qualified(muc, "history"), {"maxstanzas": "0"})
        joining = element(qualified(muc, "x"), {}, history)
        self.send(element(qualified(NS["c"], "presence"), {}, joining), f"{room}/{self.member}")
        self.received.clear()

    def say(self, room, message_id, body):
        self.send(content.text_message(message_id, body), room)

    def messages(self, path, speaker=""):
        """(time, element) of the messages that hold ``path``, by who the nick names."""
        return [
            (at, message)
            for at, message in self.received
            if message.find(path, NS) is not None
            and message.get("from", "").partition("/")[2].startswith(speaker)
        ]

    def bodies(self, speaker=""):
        """What a speaker said, or everybody: (seconds, text) in order."""
        return [
            (at, message.findtext("c:body", namespaces=NS))
            for at, message in self.messages("c:body", speaker)
        ]


class Theatre:
    """A clinic whose time the test moves, and its cast."""

    def __init__(self, folder, seed=1):
        self.clock = TestClock()
        self.clinic = Clinic.open(folder, clock=self.clock)
        self.im = ImServer(self.clinic, ImSettings(domain=DOMAIN, patients=False))
        self.cast = PatientSimulation(self.clinic, self.im.service, seed)
        self.cast.join_rooms()

    def close(self):
        self.im.close()
        self.clinic.close()

    def room(self, number):
        """The bare JID of a consultation's room."""
        return self.im.service.rooms.jid(number)

    def doctor(self, member=1001):
        """A doctor in all of the doctor's rooms."""
        doctor = Doctor(self, member)
        for consultation in self.clinic.consultations.in_process(member):
            doctor.join(self.room(consultation.consultation_id))
        doctor.received.clear()
        return doctor

    def pass_time(self, seconds):
        """Let the patients act for so many seconds, in steps of ``STEP``."""
        for _ in range(round(seconds / STEP)):
            self.clock.seconds += STEP
            self.cast.run(self.clock.seconds)

    def quiet_consultation(self):
        """One far down the list, where nothing happens by itself."""
        return self.clinic.consultations.in_process(1001)[-1]
