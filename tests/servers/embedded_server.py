"""The embedded clinic as a server of the rig: no scripted patients, and calls to arrange a room.

Run by the keeper as ``python embedded_server.py FOLDER PORT DOMAIN CONSULTATIONS``, with so many
consultations to begin with. The calls are the platform's side, as the real engines have theirs:
``POST /rig/CALL`` with a JSON body on loopback. ``POST /im/check`` answers an engine that asks
whether a password is good, as ``Hospital`` does.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workstation.clinic.app import Clinic, build_app
from workstation.clinic.consultations import Consultation, NewConsultation
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.seed.build import SeedSize
from workstation.clinic.serving import ClinicServer, listening_socket

TEAM_ID = 9_000
AFFILIATION_LOST = 321


class Calls:
    """What the platform does to rooms and passwords, done on the clinic's own tables."""

    def __init__(self, clinic: Clinic, app: Any, domain: str) -> None:
        self._clinic = clinic
        self._im = app.state.im.service
        self._domain = domain

    def room(self, consultation_id: int, members: list[int]) -> None:
        """The consultation exists and has exactly these members: the last one asks."""
        database = self._clinic.database
        for member_id in members:
            self._account(member_id)
        with database.transaction():
            database.execute("INSERT OR IGNORE INTO teams VALUES (?, 'Team')", TEAM_ID)
            database.execute(
                "INSERT OR IGNORE INTO consultations VALUES"
                " (?, 'in_process', ?, ?, ?, '头疼', 'text', '[]', ?, NULL)",
                consultation_id,
                members[-1],
                members[-1],
                TEAM_ID,
                self._clinic.clock.now_ms(),
            )
            database.execute(
                "DELETE FROM consultation_doctors WHERE consultation_id = ?", consultation_id
            )
            database.executemany(
                "INSERT INTO consultation_doctors VALUES (?, ?, ?)",
                [(consultation_id, member, place) for place, member in enumerate(members[:-1])],
            )
        room = self._im.rooms.find(f"consult-{consultation_id}")
        room.set_members([f"{member}@{self._domain}" for member in members], AFFILIATION_LOST)

    def invite(self, consultation_id: int, member_id: int) -> None:
        self._im.invite(consultation_id, (member_id,))

    def password(self, member_id: int, seconds: int) -> str:
        self._account(member_id)
        passwords = self._clinic.passwords
        usual, passwords.seconds = passwords.seconds, seconds
        try:
            return passwords.issue(member_id).password
        finally:
            passwords.seconds = usual

    def expire(self, member_id: int) -> None:
        self._clinic.passwords.revoke(member_id)

    def dial(self, fault: str) -> None:
        self._clinic.faults.add(fault)

    def clear(self) -> None:
        self._clinic.faults.clear()

    def token(self, member_id: int) -> str:
        return self._clinic.tokens.of(member_id)

    def in_process(self) -> list[dict[str, Any]]:
        """The open consultations, newest first."""
        return [_consultation_data(each) for each in self._clinic.consultations.all_in_process()]

    def ask(self, patient_id: int, team_id: int, text: str) -> dict[str, Any]:
        """A patient begins a consultation with a team."""
        new = NewConsultation(patient_id, patient_id, team_id, text, "text")
        return _consultation_data(self._clinic.consultations.create(new))

    def good(self, user: str, domain: str, password: str) -> bool:
        """Whether a password is this user's, and still good."""
        here = domain == self._domain and user.isdecimal()
        return here and self._clinic.passwords.verify(int(user), password)

    def _account(self, member_id: int) -> None:
        database = self._clinic.database
        name, role = f"Member {member_id}", "patient" if 2000 <= member_id < 3000 else "doctor"
        database.execute(
            "INSERT OR IGNORE INTO members (member_id, name, role) VALUES (?, ?, ?)",
            member_id,
            name,
            role,
        )
        database.execute("INSERT OR IGNORE INTO doctors (member_id) VALUES (?)", member_id)


def _consultation_data(consultation: Consultation) -> dict[str, Any]:
    return {
        "consultation_id": consultation.consultation_id,
        "team_id": consultation.team_id,
        "doctor_ids": list(consultation.doctor_ids),
        "patient_id": consultation.creator_member_id,
        "patient_name": consultation.creator_member_name,
    }


def main(folder: str, port: str, domain: str, consultations: str) -> None:
    clinic = Clinic.open(Path(folder), size=SeedSize(int(consultations), 0))
    app = build_app(clinic, ImSettings(domain=domain, patients=False))
    calls = Calls(clinic, app, domain)

    async def answer(request: Request) -> Response:
        call = getattr(calls, request.path_params["call"])
        return JSONResponse(call(**await request.json()))

    async def check(request: Request) -> Response:
        return Response(status_code=204 if calls.good(**await request.json()) else 401)

    app.router.routes.append(Route("/rig/{call}", answer, methods=["POST"]))
    app.router.routes.append(Route("/im/check", check, methods=["POST"]))
    with listening_socket("127.0.0.1", int(port)) as listener:
        asyncio.run(ClinicServer(app, clinic.connections, lambda: None).serve([listener]))
    clinic.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
