"""What is audited: who did what with which consultation, in ids and never in words."""

import enum
import re
from typing import Protocol

from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value

MAX_DETAIL_CHARACTERS = 200
_DETAIL = re.compile(rf"[a-z0-9_.,-]{{0,{MAX_DETAIL_CHARACTERS}}}")


class AuditEvent(enum.IntEnum):
    """Every audited event; its number is its id in the Windows Event Log and never changes."""

    PROGRAM_STARTED = 1001
    SIGNED_IN = 1002
    SIGNED_OUT = 1003
    LOCKED = 1011
    UNLOCKED = 1012
    UNLOCK_FAILED = 1013
    KEY_DESTROYED = 1014
    WIPED = 1015
    CONSULTATION_OPENED = 1101
    FILE_SAVED = 1102
    PICTURE_COPIED = 1103
    RECORD_EXPORTED = 1104
    RECORD_PRINTED = 1105
    CONSULTATION_DELETED = 1106
    TEXT_COPIED = 1107
    EXPORT_DENIED = 1108
    PATIENT_PURGED = 1109
    EVIDENCE_EXPORTED = 1110
    PROFILE_CHANGED = 1201
    SETTINGS_CHANGED = 1301
    POLICY_CHANGED = 1302


class AuditLine(Value):
    """One line of the audit log.

    ``event`` is the lower-case name of an ``AuditEvent``, also one that a newer version wrote.
    ``previous`` is the SHA-256 (hexadecimal) of the line before, empty at the log's beginning.
    """

    number: int
    at_ms: int
    event: str
    member_id: MemberId | None
    consultation_id: ConsultationId | None
    detail: str
    previous: str


class AuditFault(enum.Enum):
    """What is wrong with an audit log; each names the first line concerned."""

    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    CUT = "cut"
    NO_KEY = "no_key"


class AuditFinding(Value):
    """A fault, and from which line on it is seen (to ``until``, where it concerns several)."""

    fault: AuditFault
    number: int = 0
    until: int = 0

    @property
    def numbers(self) -> str:
        """The lines concerned, as people write them."""
        return f"{self.number}-{self.until}" if self.until > self.number else str(self.number)


class AuditReport(Value):
    """What an audit log holds, oldest line first, and what is wrong with it."""

    lines: tuple[AuditLine, ...] = ()
    findings: tuple[AuditFinding, ...] = ()


class RecordAudit(Protocol):
    """Records one event; returns at once and never fails."""

    def __call__(
        self, event: AuditEvent, consultation_id: ConsultationId | None = None, detail: str = ""
    ) -> None: ...


def plain_detail(detail: str) -> str:
    """A detail as it may stand in the log: a key of a setting, the code of an error, a number.

    What might be somebody's words is left out.
    """
    return detail if _DETAIL.fullmatch(detail) else "-"
