"""A day: the clinic, the disk, and one run of the program after the other until all is done."""

import argparse
import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.full_disk import small_disk
from tests.random_use import journal, verdict
from tests.random_use.surroundings import Place
from workstation.clinic.process import ClinicProcess, start_clinic

ROOT = Path(__file__).resolve().parents[2]
DISK_MEGABYTES = 96
LOOK_SECONDS = 0.02


class Day:
    """What belongs to a day lasts over the program's runs, and over the server's."""

    def __init__(self, options: argparse.Namespace, place: Place, *, keeps: bool) -> None:
        self._options, self._place, self._keeps = options, place, keeps
        self._clinic: ClinicProcess | None = None

    def run(self) -> verdict.Verdict:
        """Start the program until all steps are done; what came of it."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(pytest.skip.Exception):  # then no disk is ever full
                stack.enter_context(small_disk(self._place.disk.folder, DISK_MEGABYTES))
            stack.callback(self._stop_clinic)
            self._start_clinic()
            wrong = []
            while not self._is_done():
                status = self._run_program()
                if status not in {0, -signal.SIGKILL}:
                    wrong.append(f"the program's process ended with {status}")
                    break
            self._stop_clinic()
            came_of_it = verdict.judge(self._place, wrong)
            if self._keeps:
                shutil.copytree(self._place.profile, self._place.folder / "profile")
            return came_of_it

    def _is_done(self) -> bool:
        return any(kind == "rested" for kind, _ in journal.read(self._place.journal))

    def _run_program(self) -> int:
        """Until it ends; the server ends and comes back as the run asks for it."""
        options = vars(self._options)
        given = [(f"--{name.replace('_', '-')}", str(value)) for name, value in options.items()]
        command = [sys.executable, "-P", "-m", "tests.random_use.run", str(self._place.folder)]
        temporary = str(self._place.temporary)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": temporary}
        process = subprocess.Popen(  # noqa: S603 - our own module
            [*command, *itertools.chain(*given)], env=environment
        )
        while process.poll() is None:
            if self._place.restart.exists():
                self._restart_clinic()
            if self._place.nap.exists():
                self._let_sleep(process)
            if self._place.hang.exists():
                self._let_hang()
            time.sleep(LOOK_SECONDS)
        return process.returncode

    def _let_hang(self) -> None:
        """The clinic stands still; what connects to it meanwhile waits."""
        assert self._clinic is not None
        process = self._clinic._process
        process.send_signal(signal.SIGSTOP)
        time.sleep(float(self._place.hang.read_text() or "0"))
        process.send_signal(signal.SIGCONT)
        self._place.hang.unlink()

    def _let_sleep(self, process: "subprocess.Popen[bytes]") -> None:
        """Nothing of the program goes on, as while the computer sleeps."""
        process.send_signal(signal.SIGSTOP)
        time.sleep(float(self._place.nap.read_text() or "0"))
        self._place.nap.unlink()
        process.send_signal(signal.SIGCONT)

    def _restart_clinic(self) -> None:
        assert self._clinic is not None
        if self._place.restart.read_text() == "kill":
            self._clinic._process.kill()
        self._stop_clinic()
        self._start_clinic()
        self._place.restart.unlink()

    def _start_clinic(self) -> None:
        arguments = ["--no-patients", "--same-port"]
        self._clinic = clinic = start_clinic(self._place.clinic_data, arguments=arguments)
        names = ("address", "token", "member_id")
        ready = {name: getattr(clinic, name) for name in names}
        self._place.ready.write_text(json.dumps({**ready, "control": clinic._control}))

    def _stop_clinic(self) -> None:
        if self._clinic is not None:
            self._clinic.stop()
            self._clinic = None


@contextlib.contextmanager
def new_place(keep: Path | None) -> Iterator[Place]:
    """A folder for a day; it stays where it is named."""
    with tempfile.TemporaryDirectory(prefix="random-use-") as folder:
        place = Place(keep or Path(folder))
        for each in (place.clinic_data, place.disk.folder, place.temporary):
            each.mkdir(parents=True)
        yield place
