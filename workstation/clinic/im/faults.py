"""The dial's faults as frames meet them.

A frame is named ``DIRECTION MEMBER ELEMENT``, e.g. ``out 1001 message`` or ``in 1001 r``; the CALL
of a fault is a pattern on that name. Behind ``=`` stands the kind's own value, then, after commas,
``skip=N`` (let the first N pass) and ``chance=P`` (strike with this probability, seeded).
"""

import random
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from workstation.clinic.faults import Fault, FaultDial

SEED: Final = 20
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


class FrameFault(StrEnum):
    """What can go wrong with a frame."""

    CUT = "im-cut"
    STALL = "im-stall"
    DELAY = "im-delay"
    DUPLICATE = "im-duplicate"
    CORRUPT = "im-corrupt"
    REFUSE = "im-refuse"
    DROP_ACK = "im-no-ack"
    REFUSE_RESUME = "im-no-resume"
    LOSE_ROOM = "im-lose-room"


@dataclass(frozen=True, slots=True)
class Strike:
    """What a fault's value asks for."""

    value: str
    skip: int = 0
    chance: float = 1.0


class FrameFaults:
    """Asks the dial whether something goes wrong with a frame."""

    def __init__(self, dial: FaultDial, seed: int = SEED) -> None:
        self._dial = dial
        self._random = random.Random(seed)  # noqa: S311 - repeatable faults, no secret
        self._match_counts: Counter[tuple[str, str, str]] = Counter()

    @property
    def active(self) -> bool:
        """Whether anything at all goes wrong at present."""
        return next(iter(self._dial), None) is not None

    def strike(self, kind: FrameFault, label: str) -> Strike | None:
        """The fault that strikes this frame now, used up by one; or ``None``."""
        fault = self._find_fault(kind, label)
        if fault is None:
            return None
        strike = parse_parameters(fault.value)
        key = (fault.kind, fault.value, fault.call)
        self._match_counts[key] += 1
        if self._match_counts[key] <= strike.skip or self._random.random() >= strike.chance:
            return None
        self._dial.take(kind, label)
        return strike

    def _find_fault(self, kind: FrameFault, label: str) -> Fault | None:
        faults = [fault for fault in self._dial if fault.kind.startswith("im-")]
        if not faults:
            self._match_counts.clear()
        return next(
            (
                candidate
                for candidate in faults
                if candidate.kind == kind and candidate.strikes(label)
            ),
            None,
        )


@lru_cache(maxsize=256)
def parse_parameters(value: str) -> Strike:
    """Read ``VALUE[,skip=N][,chance=P]``, which the dial has checked."""
    head, *options = value.split(",")
    named = dict(part.split("=", 1) for part in options)
    return Strike(head, int(named.get("skip", "0")), float(named.get("chance", "1")))


def label(direction: str, member: str, frame: str) -> str:
    """How a frame is named to the dial: by its root element, whatever the prefix."""
    named = _ROOT.match(frame)
    return f"{direction} {member or 'nobody'} {named[1] if named else 'nothing'}"
