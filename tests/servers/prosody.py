"""Prosody from Debian's package, as one process in a temporary folder."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.engine import (
    CONFIGURATION,
    ROOMS_KEY,
    Endpoint,
    fill,
    request,
    room_address,
)
from tests.servers.hospital import Hospital
from tests.servers.keeper import Keeper
from tests.servers.one_node import OneNode
from tests.servers.processes import Program, ServerProcess, free_ports


def missing() -> list[str]:
    """The Debian packages that a test needs and this machine lacks."""
    needed = {
        "prosody": Path("/usr/bin/prosody"),
        "lua-dbi-sqlite3": Path("/usr/share/lua/5.4/DBI.lua"),
    }
    return [package for package, file in needed.items() if not file.exists()]


class Prosody(OneNode):
    """One Prosody with the rooms' module of this project; an ``Engine``."""

    name = "prosody"

    def __init__(
        self, folder: Path, keeper: Keeper, hospital: Hospital, certificates: Certificates
    ) -> None:
        self.hospital = hospital
        self.domain = hospital.domain
        self.certificates = certificates
        self.endpoints = [Endpoint(*free_ports(3))]
        self._members: dict[int, list[int]] = {}
        self._archive = folder / "archive.sqlite"
        configuration = folder / "prosody.cfg.lua"
        configuration.write_text(
            fill(CONFIGURATION / "prosody/prosody.cfg.lua", self._words(folder))
        )
        command = [shutil.which("prosody") or "prosody", "--config", str(configuration), "-F"]
        self._server = ServerProcess(
            keeper, Program("prosody", command, folder, {"HOME": str(folder)})
        )
        self.start()

    def _words(self, folder: Path) -> dict[str, object]:
        endpoint = self.endpoints[0]
        http = f"http://127.0.0.1:{endpoint.http_port}/"
        return {
            "AS_ROOT": str(os.geteuid() == 0).lower(),
            "FOLDER": folder,
            "LOG": folder / "prosody.log",
            "ARCHIVE": self._archive,
            "INTERFACES": '"127.0.0.1"',
            "HTTP_HOST": "127.0.0.1",
            "MODULES": CONFIGURATION / "prosody",
            "CERTIFICATES": self.certificates.certificate.parent,
            "CERTIFICATE": self.certificates.certificate,
            "KEY": self.certificates.key,
            "C2S_PORT": endpoint.c2s_port,
            "HTTP_PORT": endpoint.http_port,
            "HTTPS_PORT": endpoint.https_port,
            "DOMAIN": self.domain,
            "CHECK_URL": self.hospital.check_url,
            "ROOMS_KEY": ROOMS_KEY,
            "UPLOAD_URL": http,
        }

    def create_room(self, consultation_id: int, members: list[int]) -> str:
        self._members[consultation_id] = list(members)
        self._rooms("PUT", consultation_id, {"members": [str(each) for each in members]})
        return room_address(consultation_id, self.domain)

    def expel(self, consultation_id: int, member_id: int) -> None:
        left = [each for each in self._members[consultation_id] if each != member_id]
        self.create_room(consultation_id, left)

    def invite(self, consultation_id: int, member_id: int) -> None:
        self._rooms("POST", consultation_id, {"invite": str(member_id)})

    def _rooms(self, method: str, consultation_id: int, body: object) -> None:
        base = f"http://127.0.0.1:{self.endpoints[0].http_port}/clinic_rooms"
        request(
            method,
            f"{base}/consult-{consultation_id}",
            body,
            {"Authorization": f"Bearer {ROOMS_KEY}"},
        )

    def prune(self, consultation_id: int, keep: int) -> None:
        """All but the newest entries of a room's archive go, as retention does it."""
        room = (f"consult-{consultation_id}", f"consult.{self.domain}")
        with contextlib.closing(sqlite3.connect(self._archive, timeout=10)) as archive, archive:
            archive.execute(
                "DELETE FROM prosodyarchive WHERE store = 'muc_log' AND user = ?1 AND host = ?2"
                " AND sort_id NOT IN (SELECT sort_id FROM prosodyarchive WHERE store = 'muc_log'"
                "  AND user = ?1 AND host = ?2 ORDER BY sort_id DESC LIMIT ?3)",
                (*room, keep),
            )

    def password_for(self, member_id: int, seconds: int = 3600) -> str:
        return self.hospital.issue(member_id, seconds).text

    def expire_passwords(self, member_id: int) -> None:
        self.hospital.expire_all(member_id)

    def ports(self) -> list[int]:
        """Every port that is to be free again afterwards."""
        endpoint = self.endpoints[0]
        return [endpoint.http_port, endpoint.https_port, endpoint.c2s_port]
