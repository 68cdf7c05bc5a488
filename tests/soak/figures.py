"""What a long run is judged by: memory, handles, tasks, and what the program warned of."""

import logging
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import descendants

OWN = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a process: ``at`` in seconds since its start, memory in MB (PSS)."""

    at: float
    memory: float
    handles: int
    threads: int
    tasks: int
    children: int

    @classmethod
    def now(cls, began: float, tasks: int) -> "Sample":
        """This process; reading the system's tables takes milliseconds, so do it in a thread."""
        return cls(
            time.monotonic() - began,
            memory(),
            sum(1 for _ in (OWN / "fd").iterdir()) - 1,
            sum(1 for _ in (OWN / "task").iterdir()),
            tasks,
            len(descendants(os.getpid())),
        )


def slope_an_hour(samples: Sequence[Sample]) -> float:
    """MB an hour: the straight line that fits best."""
    count = len(samples)
    if count < 2:
        return 0.0
    at = sum(each.at for each in samples) / count
    memory = sum(each.memory for each in samples) / count
    spread = sum((each.at - at) ** 2 for each in samples)
    return 3600 * sum((each.at - at) * (each.memory - memory) for each in samples) / spread


class Warnings(logging.Handler):
    """Counts what the program logs at warning or above, by who said it and how it begins."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.counts: Counter[str] = Counter()
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self.counts[f"{record.levelname} {record.name}: {record.msg}"] += 1


def memory(process: Path = OWN) -> float:
    """Proportional set size in MB: pages that others share count in part."""
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise OSError("no Pss line")
