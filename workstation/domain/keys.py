"""How a doctor's data on this computer is kept shut: by which keys, and what may go wrong.

::

StorageError
├── CodeRequired      the data opens by the doctor's own code, which was not typed yet
├── WrongCode         another code; ``seconds`` until the next try is taken
├── CodeDelayed       a try that came before its time was not looked at
├── KeyDestroyed      too many wrong codes: the key is gone for good
└── KeyFileUnusable   the file with the wrapped key cannot be used; ``reason`` says why
"""

import enum
import unicodedata
from typing import NewType

from workstation.domain.errors import StorageError
from workstation.domain.value import Value

VaultKey = NewType("VaultKey", bytes)
"""The 32 bytes that open a doctor's database; media keys are derived from it."""

MIN_CODE_LENGTH = 6
MAX_CODE_LENGTH = 128


def normal_code(text: str) -> str:
    """A code in its one form (NFKC), whatever keyboard or input method it came from."""
    return unicodedata.normalize("NFKC", text)


class KeyKind(enum.Enum):
    """What wraps the database's key: the system's keyring, the doctor's code, or both together."""

    SYSTEM = "system"
    CODE = "code"
    BOTH = "both"


class ChainState(enum.Enum):
    """What has to happen before the key can be had.

    ``OPEN``: nobody need be asked. ``LOCKED``: the code is. ``UNSET``: a code is to be set.
    """

    OPEN = "open"
    LOCKED = "locked"
    UNSET = "unset"


class UnsetReason(enum.Enum):
    """Why a code is to be set: no keyring, a locked one, another doctor's data here, the policy."""

    ABSENT = "absent"
    LOCKED = "locked"
    SHARED = "shared"
    POLICY = "policy"


class KeyRules(Value):
    """The policy: ``auto`` or a ``KeyKind``'s value, and how short a new code may be."""

    kind: str = "auto"
    min_length: int = MIN_CODE_LENGTH

    @property
    def kinds(self) -> tuple[KeyKind, ...]:
        """What a doctor may choose from."""
        return tuple(KeyKind) if self.kind == "auto" else (KeyKind(self.kind),)


class CodeRequired(StorageError):
    """The data on this computer opens by the doctor's code, and nobody has typed it yet."""

    code = "storage.code"

    def __init__(self) -> None:
        super().__init__("the code was not typed")


class WrongCode(StorageError):
    """Not the code of this data; the ``count``-th wrong one in a row.

    Nothing is looked at for the next ``seconds``, which limit a guesser and not the doctor.
    """

    code = "storage.code.wrong"

    def __init__(self, count: int, seconds: float) -> None:
        super().__init__(f"wrong code, {count} in a row")
        self.count = count
        self.seconds = seconds


class CodeDelayed(StorageError):
    """A code that came ``seconds`` before the next try is taken; it was not looked at."""

    code = "storage.code.delayed"

    def __init__(self, seconds: float) -> None:
        super().__init__("a try before its time")
        self.seconds = seconds


class KeyDestroyed(StorageError):
    """Too many wrong codes in a row: what lay on this computer cannot be opened any more."""

    code = "storage.key_destroyed"

    def __init__(self) -> None:
        super().__init__("too many wrong codes")


class KeyFileUnusable(StorageError):
    """The file with the wrapped key does not serve; never a reason to delete anything.

    ``reason``: ``damaged`` (cut short or changed), ``foreign`` (another doctor's, or of other
    data), ``newer`` (a later version wrote it), ``half`` (the keyring's half of the key is gone).
    """

    code = "storage.key_file"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
