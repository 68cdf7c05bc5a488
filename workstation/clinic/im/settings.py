"""What can be chosen about the clinic's IM server."""

from dataclasses import dataclass
from typing import Final

from workstation.clinic.im.engine import PROSODY, Engine

HIBERNATION_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class ImSettings:
    """How the clinic's IM server is set up.

    ``domain`` is that of accounts, ``consult.`` and ``upload.`` of it those of the services.
    ``hibernation`` is how many seconds a session waits to be resumed; ``patients`` whether scripted
    patients and colleagues take part, ``seed`` what they draw their choices from.
    """

    domain: str = "127.0.0.1"
    engine: Engine = PROSODY
    hibernation: float = HIBERNATION_SECONDS
    patients: bool = True
    seed: int = 1
