"""The embedded clinic's IM server, as an engine among the others."""

import sys
from pathlib import Path
from typing import Any

from tests.servers.certificates import Certificates
from tests.servers.engine import Endpoint, request, room_address
from tests.servers.hospital import Hospital
from tests.servers.keeper import Keeper
from tests.servers.one_node import OneNode
from tests.servers.processes import Program, ServerProcess, free_ports

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).with_name("embedded_server.py")


class Embedded(OneNode):
    """One node without TLS and without plain TCP: it is for loopback, and for our client."""

    name = "clinic"

    def __init__(
        self,
        folder: Path,
        keeper: Keeper,
        hospital: Hospital,
        certificates: Certificates,
        *,
        consultations: int = 0,
    ) -> None:
        self.hospital = hospital
        self.domain = hospital.domain
        self.certificates = certificates
        (port,) = free_ports(1)
        self.endpoints = [Endpoint(port, 0, 0)]
        self._members: dict[int, list[int]] = {}
        command = [sys.executable, str(SERVER), str(folder / "data"), str(port), self.domain]
        command += [str(consultations)]
        environment = {"PYTHONPATH": str(ROOT)}
        self._server = ServerProcess(keeper, Program("clinic", command, folder, environment))
        self.start()

    def call(self, call: str, **arguments: object) -> Any:
        """One of ``embedded_server.Calls``, done by the server."""
        url = f"http://127.0.0.1:{self.endpoints[0].http_port}/rig/{call}"
        return request("POST", url, arguments)

    def create_room(self, consultation_id: int, members: list[int]) -> str:
        self._members[consultation_id] = list(members)
        self.call("room", consultation_id=consultation_id, members=members)
        return room_address(consultation_id, self.domain)

    def expel(self, consultation_id: int, member_id: int) -> None:
        left = [each for each in self._members[consultation_id] if each != member_id]
        self.create_room(consultation_id, left)

    def invite(self, consultation_id: int, member_id: int) -> None:
        self.call("invite", consultation_id=consultation_id, member_id=member_id)

    def password_for(self, member_id: int, seconds: int = 3600) -> str:
        return str(self.call("password", member_id=member_id, seconds=seconds))

    def expire_passwords(self, member_id: int) -> None:
        self.call("expire", member_id=member_id)

    def dial(self, fault: str) -> None:
        """Something goes wrong from now on, as ``python -m workstation.clinic --help`` lists."""
        self.call("dial", fault=fault)

    def ports(self) -> list[int]:
        """Every port that is to be free again afterwards."""
        return [self.endpoints[0].http_port]
