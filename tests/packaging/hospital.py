"""A platform on a test machine's loopback, and what its administrator rolls out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.packaging.bare_debian import BareDebian

POLICY = "/etc/doctor-workstation/policy.json"
CLINIC = "/opt/doctor-workstation/current/workstation-clinic"


def roll_out(machine: BareDebian, policy: str) -> None:
    """Put IT's policy where the package looks for it."""
    path = machine.root / POLICY.lstrip("/")
    path.parent.mkdir(exist_ok=True)
    path.write_text(policy, encoding="utf-8")


@contextmanager
def hospital(machine: BareDebian) -> Iterator[dict[str, Any]]:
    """A platform on the machine's loopback: the address and a doctor's token.

    Two patients wait: the one for longer spoke, the other sent pictures.
    """
    quiet = ["--json", "--while-stdin-open", "--no-patients", "--seed-in-process", "2"]
    with machine.start(CLINIC, "--data", "/srv/hospital", *quiet) as clinic:
        assert clinic.stdout is not None
        yield json.loads(clinic.stdout.readline())
        clinic.terminate()
