"""The IM server of a clinic: its part of the ASGI application, and what runs while that does."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from workstation.clinic.clinic import Clinic
from workstation.clinic.consultations import Consultation
from workstation.clinic.im.carrier import accept
from workstation.clinic.im.control import Control
from workstation.clinic.im.faults import FrameFaults
from workstation.clinic.im.rooms import RoomFacts
from workstation.clinic.im.seeding import ArchiveSeeder
from workstation.clinic.im.service import Service
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.im.upload_service import PATH
from workstation.clinic.im.uploads import Uploads
from workstation.clinic.patients.simulation import PatientSimulation
from workstation.clinic.rest import control, envelope, fields
from workstation.domain.errors import ConfigurationError

SWEEP_SECONDS: Final = 1.0
PATIENT_STEP_SECONDS: Final = 0.2


class ImServer:
    """Joins the IM service to the clinic's consultations, passwords and fault dial."""

    def __init__(self, clinic: Clinic, settings: ImSettings) -> None:
        self._clinic = clinic
        self.settings = settings
        self._database = _open_database(clinic)
        self.service = Service(
            settings,
            passwords=clinic.passwords,
            look_up_room=self._look_up_room,
            database=self._database,
            uploads=clinic.folder / "uploads",
            clock=clinic.clock,
            faults=FrameFaults(clinic.faults),
        )
        self.service.rooms.on_room_created = ArchiveSeeder(clinic.conversations, self.service).fill
        self.control = Control(clinic, self.service)
        self._uploads = Uploads(self.service.uploads, self._database)
        clinic.consultations.on_created.append(self._invite)

    def routes(self) -> list[BaseRoute]:
        """The WebSocket and the upload's HTTP."""
        path = f"{PATH}/{{token}}/{{name:path}}"
        return [
            WebSocketRoute("/xmpp-websocket", self._accept),
            Route(path, self._uploads.put, methods=["PUT"]),
            Route(path, self._uploads.get, methods=["GET", "HEAD"]),
            Route("/_clinic/im/{action}", self._act, methods=["POST"]),
        ]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What has to happen by itself while the application runs."""
        tasks = [asyncio.create_task(self._sweep())]
        if self.settings.patients:
            tasks.append(asyncio.create_task(self._run_patients()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.close()

    def close(self) -> None:
        """Give the archive's database back; a second call does nothing."""
        self._database.close()

    async def _accept(self, websocket: WebSocket) -> None:
        await accept(self.service, websocket)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.service.sessions.expire()

    async def _run_patients(self) -> None:
        cast = PatientSimulation(self._clinic, self.service, self.settings.seed)
        cast.join_rooms()
        while True:
            cast.run(self._clinic.clock.monotonic())
            await asyncio.sleep(PATIENT_STEP_SECONDS)

    async def _act(self, request: Request) -> Response:
        control.require_control_key(request)
        body = await fields.json_object(request)
        try:
            concerned = self.control.act(request.path_params["action"], body)
        except ConfigurationError as error:
            raise envelope.Refusal(error.detail) from None
        return JSONResponse({"success": True, "concerned": concerned})

    def _look_up_room(self, consultation_id: int) -> RoomFacts | None:
        consultation = self._clinic.consultations.find(consultation_id)
        if consultation is None:
            return None
        members = (consultation.creator_member_id, *consultation.doctor_ids)
        return RoomFacts(f"{consultation.target_member_name} {consultation_id}", members)

    def _invite(self, consultation: Consultation) -> None:
        self.service.invite(consultation.consultation_id, consultation.doctor_ids)


def _open_database(clinic: Clinic) -> sqlite3.Connection:
    database = sqlite3.connect(clinic.folder / "im.db")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    return database
