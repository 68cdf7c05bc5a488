"""The embedded clinic in this process, for clients on real sockets."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from tests.clinic_im.client import TestClock
from tests.clinic_im.conftest import listening
from tests.simulation.people import DOMAIN, ME
from workstation.clinic.app import build_app
from workstation.clinic.clinic import Clinic
from workstation.clinic.im.archive import ArchivedStanza, ArchiveQuery
from workstation.clinic.im.server import ImServer
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.seed.build import SeedSize
from workstation.xmpp.xml import child, parse, qualified

MEDIA = "/media/"
BODY, ORIGIN = qualified("jabber:client", "body"), qualified("urn:xmpp:sid:0", "origin-id")


@dataclass(frozen=True)
class Line:
    """One message of an archive."""

    archive_id: str
    number: int
    member_id: int
    origin_id: str
    text: str
    late: bool = False
    poison: bool = False


@dataclass
class Ward:
    """A running clinic and one consultation of the doctor."""

    clinic: Clinic
    im: ImServer
    port: int

    def __post_init__(self) -> None:
        self.consultation = self.clinic.consultations.in_process(ME)[0]
        self.number = self.consultation.consultation_id
        self.control = self.im.control

    def lines(self) -> list[Line]:
        """The truth: every message in the room's archive, in its order."""
        room = self.im.service.rooms.jid(self.number)
        page = self.im.service.archive.page(room, ArchiveQuery(limit=1_000_000))
        lines = (_line(number, item) for number, item in enumerate(page.items, 1))
        return [line for line in lines if line is not None]

    def password(self) -> str:
        return self.clinic.passwords.issue(ME).password


def _line(number: int, item: ArchivedStanza) -> Line | None:
    """The message that an entry holds, if it is one that is read."""
    stanza = parse(item.stanza)
    body, origin = child(stanza, BODY), child(stanza, ORIGIN)
    if body is None:
        return None
    name = stanza.get("id", "") if origin is None else origin.get("id", "")
    text = "" if MEDIA in (body.text or "") else body.text or ""
    return Line(item.id, number, int(item.jid.partition("@")[0]), name, text)


@contextlib.asynccontextmanager
async def ward() -> AsyncIterator[Ward]:
    """A clinic on a free port until the block ends."""
    with tempfile.TemporaryDirectory(prefix="workstation-ward-") as folder:
        clinic = Clinic.open(Path(folder), clock=TestClock(), size=SeedSize(3, 1))
        app = build_app(clinic, ImSettings(domain=DOMAIN, patients=False))
        async with listening(clinic, app) as address:
            yield Ward(clinic, app.state.im, int(address.rpartition(":")[2]))
        clinic.close()
