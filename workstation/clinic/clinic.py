"""The clinic as one object: its tables, keys, passwords, media and the fault dial."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workstation.base.clock import Clock, SystemClock
from workstation.clinic.connections import Connections
from workstation.clinic.consultations import Consultations
from workstation.clinic.conversations import Conversations
from workstation.clinic.database import Database
from workstation.clinic.doctors import Doctors
from workstation.clinic.faults import FaultDial
from workstation.clinic.media import Media
from workstation.clinic.members import Members
from workstation.clinic.passwords import DEFAULT_SECONDS, Passwords
from workstation.clinic.seed.build import DEFAULT_SIZE, SeedSize, seed
from workstation.clinic.tokens import Tokens, folder_key


@dataclass(frozen=True, slots=True)
class Clinic:
    """Everything that the REST calls and the IM server share."""

    folder: Path
    clock: Clock
    database: Database
    members: Members
    tokens: Tokens
    passwords: Passwords
    consultations: Consultations
    conversations: Conversations
    doctors: Doctors
    media: Media
    faults: FaultDial
    connections: Connections

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        clock: Clock | None = None,
        faults: Iterable[str] = (),
        size: SeedSize = DEFAULT_SIZE,
        password_seconds: int = DEFAULT_SECONDS,
    ) -> "Clinic":
        """Open a data folder, seeding it if it is fresh.

        Raises OSError or sqlite3.Error if the folder cannot be used, ConfigurationError on a
        fault that does not exist.
        """
        dial = FaultDial(faults)
        clock = clock or SystemClock()
        database = Database(folder / "clinic.db")
        seed(database, clock.now_ms(), size)
        tokens = Tokens(database, folder_key(folder / "clinic.key"))
        return cls(
            folder=folder,
            clock=clock,
            database=database,
            members=Members(database),
            tokens=tokens,
            passwords=Passwords(database, tokens, clock, password_seconds),
            consultations=Consultations(database, clock),
            conversations=Conversations(database),
            doctors=Doctors(database),
            media=Media(folder / "media"),
            faults=dial,
            connections=Connections(),
        )

    def close(self) -> None:
        """Give the database back."""
        self.database.close()
