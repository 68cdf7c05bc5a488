"""The IM server as one object: sessions, rooms, archive, uploads, and what ties them together."""

import sqlite3
from pathlib import Path

from workstation.base.clock import Clock
from workstation.clinic.im.archive import Archive
from workstation.clinic.im.archive_service import ArchiveService
from workstation.clinic.im.availability import Availability
from workstation.clinic.im.domain_service import DomainService
from workstation.clinic.im.fast_tokens import FastTokens
from workstation.clinic.im.faults import FrameFaults
from workstation.clinic.im.groupchat import Groupchat
from workstation.clinic.im.ids import Stamps
from workstation.clinic.im.invitations import Invitations
from workstation.clinic.im.personal_nodes import PersonalNodes
from workstation.clinic.im.room_service import RoomService
from workstation.clinic.im.rooms import RoomLookup, Rooms
from workstation.clinic.im.router import Router
from workstation.clinic.im.sasl import PasswordStore
from workstation.clinic.im.sessions import Sessions
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.im.stanza import Recipient
from workstation.clinic.im.upload_service import UploadService
from workstation.xmpp.xml import Element


class Service:
    """Everything behind the streams; it knows no socket and no port."""

    def __init__(  # noqa: PLR0913 - the composition root of this package
        self,
        settings: ImSettings,
        *,
        passwords: PasswordStore,
        look_up_room: RoomLookup,
        database: sqlite3.Connection,
        uploads: Path,
        clock: Clock,
        faults: FrameFaults,
    ) -> None:
        self.domain = settings.domain
        self.engine = settings.engine
        self.passwords, self.tokens = passwords, FastTokens(clock)
        self.faults = faults
        self.stamps = Stamps(clock)
        self.archive = Archive(database)
        self.stamps.start_after(self.archive.newest_stamp())
        self.sessions = Sessions(clock, settings.hibernation)
        self.rooms = Rooms(self.domain, look_up_room)
        self.groupchat = Groupchat(self.archive, self.engine, self.stamps)
        self.uploads = UploadService(self.domain, uploads, self.engine)
        archives = ArchiveService(self.archive, self.engine)
        self._invitations = Invitations(self.sessions)
        rooms = RoomService(self.rooms, self.groupchat, archives, faults)
        components = (rooms.domain, self.uploads.domain)
        nodes = PersonalNodes(database, self.sessions)
        availability = Availability(self.sessions, self.stamps)
        domain = DomainService(self.domain, components, nodes, availability)
        self._router = Router(self.sessions, domain, rooms, self.uploads)

    def receive(self, sender: Recipient, stanza: Element) -> None:
        """Receive a stanza from a client, or from a member inside this process."""
        self._router.route(sender, stanza)

    def invite(self, consultation_id: int, member_ids: tuple[int, ...]) -> None:
        """Tell members who are online of a new consultation's room (XEP-0249)."""
        accounts = [f"{member_id}@{self.domain}" for member_id in member_ids]
        room = self.rooms.jid(consultation_id)
        self._invitations.invite(room, accounts)
