"""What happens around a doctor: patients, the network, the servers, the disk, the computer.

Each act is noted before it is done. The clinic is another process, which the day keeps; to have it
ended and started again, or this process put to sleep, a file is laid down that the day looks for.
"""

import asyncio
import itertools
import json
import math
import os
import random
import signal
import time
import urllib.error
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.full_disk import SmallDisk
from tests.journeys.conftest import Work
from tests.random_use import tokens
from tests.random_use.journal import Journal
from workstation.clinic.process import ClinicProcess
from workstation.domain.errors import ConfigurationError

REFUSED_SECONDS = 8.0
"""A disk that had no room was asked again by then."""
PATIENT_TEXTS = ["医生，还是痒。", "<img src=x>", "谢谢" * 200, "https://hospital.example/a", "😀"]
MIN_CONSULTATIONS = 5
FAULTS = [
    "im-cut=before@in * *",
    "im-cut=after@in * message#1",
    "im-cut=after,chance=0.2@in * *",
    "im-cut=before,chance=0.05@out * *",
    "im-stall=1500@in * *#1",
    "im-stall=0@out * message#1",
    "im-no-resume",
    "im-no-ack",
    "im-lose-room@in * message#2",
    "im-duplicate@out * message#5",
    "im-delay=700@in * message",
    "im-refuse=policy-violation@in * message#1",
    "im-refuse=remote-server-timeout@in * message#1",
    "im-refuse=resource-constraint,chance=0.3@in * message",
    "im-cut=40@in * message#1",
    "im-corrupt@out * *#1",
    "reset",
    "http=401#1",
    "http=403",
    "http=500",
    "http=503",
    "html",
    "latency=800",
    "latency=2500",
    "slow=30",
    "truncate#4",
    "drop#4",
    "corrupt#4",
    "redirect#4",
    "failure",
    "servers",
    "date=86400",
    "date=-50000",
    "lost@POST *#1",
    "reset@PUT *#2",
    "lost@PUT *#1",
    "http=413@PUT *#1",
    "http=500@PUT *#2",
    "latency=2500@PUT *",
    "drop@GET /media/*",
    "types=strings",
    "types=scalar",
]


Note = Callable[[str], None]


class Place:
    """Where a day is kept: the clinic's address, the journal, the doctor's folders."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clinic_data = folder, folder / "clinic"
        self.disk = SmallDisk(folder / "disk")
        self.profile, self.keyring = folder / "disk" / "profile", folder / "keyring.json"
        self.journal, self.ready = folder / "journal", folder / "clinic.json"
        self.restart, self.nap = folder / "restart", folder / "nap"
        self.hang = folder / "hang"
        self.policy, self.temporary = folder / "policy.json", folder / "tmp"

    def clinic(self) -> ClinicProcess:
        """The clinic as it runs now, which another process has started."""
        return ClinicProcess(None, json.loads(self.ready.read_text()))  # type: ignore[arg-type]


class Surroundings:
    """``acts`` are what may happen, with how often; ``risked`` what a kill may take now."""

    def __init__(
        self, place: Place, work: Work, chance: random.Random, journal: Journal, note: Note
    ) -> None:
        self._place, self._work, self._chance = place, work, chance
        self._journal, self._note = journal, note
        self._numbers = itertools.count(journal.count("asked"))
        self._is_disturbed = False
        self._full_at = -math.inf
        self.risked: Callable[[], set[str]] = set

    @property
    def is_disk_refusing(self) -> bool:
        """Whether the disk is full, or was until a moment ago: it may not have what was written."""
        if self._place.disk.is_full:
            self._full_at = time.monotonic()
        return time.monotonic() - self._full_at < REFUSED_SECONDS

    def acts(self) -> dict[Callable[[], object], float]:
        """What may happen now."""
        acts: dict[Callable[[], object], float] = {self.kill: 0.25, self.leave: 0.2}
        is_hanging = self._place.hang.exists()  # then each question would wait, this loop with it
        if not is_hanging:
            acts |= {self.disturb: 2.5, self.restart_server: 0.3, self.end_token: 0.25}
            acts[self.hang_server] = 0.4
        if self._place.disk.folder.is_mount():
            acts[self.fill_disk] = 1.5 if self._place.disk.is_full else 0.4
        if self._work.program.main_window is not None and not is_hanging:
            acts |= {self.hear: 4, self.finish: 0.3}
        return acts

    async def calm(self) -> None:
        """Nothing is wrong with network and disk any more."""
        while self._place.hang.exists():  # noqa: ASYNC110 - another process takes it away
            await asyncio.sleep(0.02)
        self._is_disturbed = False
        self._work.clinic.clear()
        self._make_room()

    def kill(self) -> None:
        """The program is gone in the middle of it, as by ``kill -9``; the store stays."""
        self._journal.note("killed", risked=sorted(self.risked()))
        os.kill(os.getpid(), signal.SIGKILL)

    def leave(self) -> None:
        """The program is asked to end, and is started again once it has."""
        self._note("leave")
        self._work.window.closing.emit()

    async def restart_server(self) -> None:
        """The clinic ends, in order or not, and comes back at the same address."""
        self._note("the server restarts")
        self._is_disturbed = False
        self._place.restart.write_text(self._chance.choice(("stop", "kill")))
        while self._place.restart.exists():  # noqa: ASYNC110 - another process takes it away
            await asyncio.sleep(0.02)
        self._work.clinic = self._place.clinic()

    def hang_server(self) -> None:
        """The clinic goes on a while later, as if nothing had been; its sockets stay open."""
        self._note("the server hangs")
        self._place.hang.write_text(str(self._chance.choice((1.0, 3.0, 8.0))))

    def end_token(self) -> None:
        """The platform takes no token of before any more."""
        clinic = self._work.clinic
        self._note("the token ends")
        clinic.token = clinic.renew_token(clinic.member_id)

    def fill_disk(self) -> None:
        """The disk is full, or has room again."""
        if self._place.disk.is_full:
            self._note("the disk has room")
            self._make_room()
        else:
            self._note("the disk is full")
            self._place.disk.fill()

    def _make_room(self) -> None:
        self._full_at = time.monotonic()
        with suppress(FileNotFoundError):
            self._place.disk.make_room()

    def hear(self) -> None:
        """A patient writes, once or at length, more often the one who is looked at."""
        worklist = self._work.session.store.worklist
        numbers = list(worklist.consultation_ids())
        opened = self._work.active.open_key
        number = opened if self._chance.random() < 0.4 else self._chance.choice([*numbers, None])
        if number in numbers:
            self._note(f"hear from {number}")
            patient = worklist.row(number).consultation.creator.member_id
            for _ in range(self._chance.choice((1, 1, 1, 30))):
                self._say(number, patient)

    def next_question(self) -> str:
        """Words that no patient has used."""
        return tokens.question(next(self._numbers))

    def _say(self, number: int, patient: int) -> None:
        token = self.next_question()
        with suppress(ConfigurationError, urllib.error.URLError):
            words = f"{self._chance.choice(PATIENT_TEXTS)} {token}"
            self._work.clinic.say(number, patient, words)
            self._journal.note("asked", token=token, room=number)

    def disturb(self) -> None:
        """Something is wrong with the network, or not any more."""
        if self._is_disturbed:
            self._note("the network is well")
            self._is_disturbed = False
            self._work.clinic.clear()
        else:
            fault = self._chance.choice(FAULTS)
            self._note(f"the network has {fault}")
            self._work.clinic.dial(fault)
            self._is_disturbed = True

    def finish(self) -> None:
        """The platform ends a consultation."""
        numbers = list(self._work.session.store.worklist.consultation_ids())
        if len(numbers) > MIN_CONSULTATIONS:
            number = self._chance.choice(numbers)
            self._note(f"finish {number}")
            with suppress(ConfigurationError):
                self._work.clinic.finish(number)
