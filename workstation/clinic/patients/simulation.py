"""Who plays in which room, and what happens by itself while a doctor is there to see it."""

from random import Random
from typing import Final

from workstation.clinic.clinic import Clinic
from workstation.clinic.consultations import Consultation, NewConsultation
from workstation.clinic.drawing.order import seeded
from workstation.clinic.im.service import Service
from workstation.clinic.patients.colleague import Colleague
from workstation.clinic.patients.participant import Participant
from workstation.clinic.patients.patient import Patient
from workstation.clinic.patients.phone_media import PhoneMedia
from workstation.clinic.patients.phrases import phrases
from workstation.clinic.patients.schedule import Schedule
from workstation.xmpp.xml import Element

MAX_PATIENTS: Final = 40
MAX_LIVELY_ROOMS: Final = 8
FIRST_NEWS_SECONDS: Final = 2.0
FIRST_ARRIVAL_SECONDS: Final = 45.0
PAUSE_SECONDS: Final = (20.0, 60.0)
FIRST_PAUSES_SECONDS: Final = (6.0, 12.0)
ARRIVAL_CHANCE: Final = 0.08
COLLEAGUE_CHANCE: Final = 0.2
MAX_UNANSWERED_EVENTS: Final = 30
LIVELY_EVENTS: Final = 3
ARRIVAL_NUMBER: Final = 1000


class PatientSimulation:
    """All scripted people of a clinic; deterministic by ``seed`` and by what doctors do.

    After ``MAX_UNANSWERED_EVENTS`` events without a word of any doctor, nobody writes until one
    speaks.
    """

    def __init__(self, clinic: Clinic, service: Service, seed: int) -> None:
        self.schedule = Schedule(clinic.clock.monotonic())
        self._clinic = clinic
        self._service = service
        self._seed = seed
        self._chance = self._random("clinic")
        self._patients: dict[int, Patient] = {}
        self._colleagues: dict[tuple[int, int], Colleague] = {}
        self._unanswered_events = self._arrivals = self._events = 0
        self._begun = False
        clinic.consultations.on_created.append(self.add_patient)

    def join_rooms(self) -> None:
        """Let the patients of the newest open consultations come into their rooms."""
        for consultation in self._clinic.consultations.all_in_process()[:MAX_PATIENTS]:
            self.add_patient(consultation)

    def patient(self, consultation_id: int) -> Patient:
        """The scripted patient of a consultation; raises KeyError."""
        return self._patients[consultation_id]

    def add_patient(self, consultation: Consultation) -> None:
        """Give a consultation its patient."""
        consultation_id = consultation.consultation_id
        account = self._clinic.members.find(consultation.creator_member_id)
        full = len(self._patients) >= 2 * MAX_PATIENTS
        if (
            full
            or consultation_id in self._patients
            or account is None
            or account.role != "patient"
        ):
            return
        participant = self._participant(consultation.creator_member_id, consultation_id)
        patient = Patient(
            participant,
            phrases().topic(f"{consultation.symptom_content} {consultation.images}"),
            PhoneMedia(consultation.target_member_id),
            self.schedule,
            self._random(f"patient {consultation_id}"),
        )
        self._patients[consultation_id] = patient
        participant.on_message = lambda message: self._on_message(consultation, patient, message)
        participant.join()

    def run(self, now: float) -> None:
        """Do what is due at ``now`` (monotonic seconds); begin when a doctor has come."""
        self.schedule.run(now)
        if not self._begun and self._watched_consultations():
            self._begun = True
            self.schedule.call_later(FIRST_NEWS_SECONDS, self._run_random_event)
            self.schedule.call_later(FIRST_ARRIVAL_SECONDS, self._open_consultation)

    def _on_message(self, consultation: Consultation, patient: Patient, message: Element) -> None:
        nick = message.get("from", "").partition("/")[2]
        speaker = int(nick) if nick.isdecimal() else 0
        scripted = (consultation.consultation_id, speaker) in self._colleagues
        if speaker in consultation.doctor_ids and not scripted:
            self._unanswered_events = 0
            if not self._is_online(consultation.creator_member_id):
                patient.read(message)

    def _run_random_event(self) -> None:
        self._events += 1
        pause = FIRST_PAUSES_SECONDS if self._events < LIVELY_EVENTS else PAUSE_SECONDS
        self.schedule.call_later(self._chance.uniform(*pause), self._run_random_event)
        watched = self._watched_consultations()
        if not watched or self._unanswered_events >= MAX_UNANSWERED_EVENTS:
            return
        self._unanswered_events += 1
        consultation_id = self._chance.choice(watched)
        draw = self._chance.random()
        if draw < ARRIVAL_CHANCE:
            self._open_consultation()
        elif draw < ARRIVAL_CHANCE + COLLEAGUE_CHANCE and self._unanswered_events > 1:
            self._let_colleague_advise(consultation_id)
        else:
            self._patients[consultation_id].bring_news()

    def _let_colleague_advise(self, consultation_id: int) -> None:
        consultation = self._clinic.consultations.find(consultation_id)
        absent = (
            []
            if consultation is None
            else [member for member in consultation.doctor_ids if not self._is_online(member)]
        )
        if consultation is None or not absent:
            return
        member_id = self._chance.choice(absent)
        key = (consultation_id, member_id)
        if key not in self._colleagues:
            self._colleagues[key] = self._colleague(consultation, member_id)
        self._colleagues[key].advise()

    def _colleague(self, consultation: Consultation, member_id: int) -> Colleague:
        consultation_id = consultation.consultation_id
        complaint = f"{consultation.symptom_content} {consultation.images}"
        return Colleague(
            self._participant(member_id, consultation_id),
            phrases().topic(complaint),
            self.schedule,
            self._random(f"colleague {consultation_id} {member_id}"),
        )

    def _open_consultation(self) -> None:
        """Let a patient of the watching doctor's history come back with something new."""
        doctor = next(iter(self._doctors_online()), None)
        past = self._clinic.consultations.history(doctor) if doctor else []
        if not past:
            return
        before = self._chance.choice(past[:MAX_LIVELY_ROOMS])
        arrival = self._chance.choice(phrases().arrivals)
        self._arrivals += 1
        phone = PhoneMedia(before.target_member_id, ARRIVAL_NUMBER + 10 * self._arrivals)
        images = [phone.address(arrival.scene) for _ in range(arrival.pictures)]
        self._clinic.consultations.create(
            NewConsultation(
                creator_member_id=before.creator_member_id,
                target_member_id=before.target_member_id,
                team_id=before.team_id,
                symptom_content=arrival.text,
                symptom_type="text",
                images=tuple(images),
            )
        )

    def _watched_consultations(self) -> list[int]:
        """The newest rooms with a doctor in them."""
        online = {f"{member_id}@{self._service.domain}" for member_id in self._doctors_online()}
        watched = []
        for consultation_id in sorted(self._patients, reverse=True):
            room = self._service.rooms.find(f"consult-{consultation_id}")
            played = not self._is_online(self._patients[consultation_id].participant.member_id)
            if (
                room
                and played
                and online & {occupant.account for occupant in room.occupants.values()}
            ):
                watched.append(consultation_id)
        return watched[:MAX_LIVELY_ROOMS]

    def _doctors_online(self) -> list[int]:
        return [
            doctor.member_id
            for doctor in self._clinic.members.doctors()
            if self._is_online(doctor.member_id)
        ]

    def _is_online(self, member_id: int) -> bool:
        return bool(self._service.sessions.of(f"{member_id}@{self._service.domain}"))

    def _participant(self, member_id: int, consultation_id: int) -> Participant:
        account = self._clinic.members.find(member_id)
        name = account.name if account else ""
        return Participant(self._service, member_id, name, self._service.rooms.jid(consultation_id))

    def _random(self, purpose: str) -> Random:
        return seeded(f"{self._seed} {purpose}")
