"""The embedded clinic's REST side, with a real engine for its IM servers."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.servers.certificates import Certificates
from tests.servers.embedded import Embedded
from tests.servers.hospital import PASSWORD_SECONDS, Password
from tests.servers.keeper import Keeper

DOMAIN = "localhost"
CONSULTATIONS = 24


class Platform:
    """To an engine what ``Hospital`` is, and to the program a whole platform.

    Its address names ``localhost``, which is the IM domain, too: no policy is needed to sign in.
    """

    domain = DOMAIN

    def __init__(self, folder: Path, keeper: Keeper, certificates: Certificates) -> None:
        folder.mkdir()
        self._clinic = Embedded(folder, keeper, self, certificates, consultations=CONSULTATIONS)
        self.port = self._clinic.endpoints[0].http_port
        self.close = self._clinic.close
        self.call = self._clinic.call

    @property
    def url(self) -> str:
        """Where a doctor signs in."""
        return f"http://{DOMAIN}:{self.port}"

    @property
    def check_url(self) -> str:
        """Where an IM server asks whether a password is good (contract, "Session")."""
        return f"http://127.0.0.1:{self.port}/im/check"

    def issue(self, member_id: int, seconds: int = PASSWORD_SECONDS) -> Password:
        return Password(self._clinic.password_for(member_id, seconds), seconds, 0)

    def expire_all(self, member_id: int) -> None:
        """No password of this member is good any more."""
        self._clinic.expire_passwords(member_id)

    def list_servers(self, ports: Iterable[int]) -> None:
        """Name these ports as the IM servers from now on."""
        self._clinic.dial("servers=" + ",".join(f"127.0.0.1:{port}" for port in ports))

    def token(self, member_id: int) -> str:
        return str(self.call("token", member_id=member_id))

    def in_process(self) -> list[dict[str, Any]]:
        """The open consultations, newest first."""
        return list(self.call("in_process"))

    def ask(self, patient_id: int, team_id: int, text: str) -> dict[str, Any]:
        """A patient begins a consultation with a team; the engine has no room for it yet."""
        return dict(self.call("ask", patient_id=patient_id, team_id=team_id, text=text))
