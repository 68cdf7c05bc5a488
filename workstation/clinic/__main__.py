"""``python -m workstation.clinic``: the embedded clinic alone, on this computer."""

import argparse
import asyncio
import json
import re
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from workstation.clinic.app import build_app
from workstation.clinic.clinic import Clinic
from workstation.clinic.faults import KINDS, parse
from workstation.clinic.im.engine import ENGINES
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.members import Account
from workstation.clinic.passwords import DEFAULT_SECONDS
from workstation.clinic.seed.build import DEFAULT_SIZE, MAX_CONSULTATIONS, SeedSize
from workstation.clinic.serving import ClinicServer, listening_socket, same_listening_socket
from workstation.domain.errors import ConfigurationError, StorageError

IM = ImSettings()
MAX_PORT = 65535
BAD_USE = 2
PORT_FILE = "port"
FAILED = 1


class OneLineParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End with exit status 2."""
        self.exit(BAD_USE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the clinic until interrupted; the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        clinic = _open(options)
    except (OSError, sqlite3.Error, StorageError) as error:
        return _give_up(parser, f"cannot use the data folder: {error}")
    try:
        doctor = _doctor(parser, clinic, options.doctor)
        return _serve(parser, clinic, doctor, options)
    finally:
        clinic.close()


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="workstation.clinic",
        description="The embedded clinic: REST calls, media and IM server, with seeded data.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_fault_help(),
    )
    parser.add_argument("--port", type=_between(0, MAX_PORT), default=0, help="0 = a free one")
    parser.add_argument(
        "--same-port", action="store_true", help="the port of last time, if it is free"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (loopback)")
    parser.add_argument("--data", type=Path, required=True, help="folder that keeps all state")
    parser.add_argument("--doctor", help="whose token to print: a name or a member id")
    parser.add_argument("--json", action="store_true", help="print one JSON line when ready")
    parser.add_argument(
        "--while-stdin-open", action="store_true", help="end when standard input is closed"
    )
    parser.add_argument(
        "--fault", type=_fault, action="append", default=[], metavar="FAULT", help="see below"
    )
    _add_seed_options(parser)
    _add_im_options(parser)
    return parser


def _add_seed_options(parser: argparse.ArgumentParser) -> None:
    count = _between(0, MAX_CONSULTATIONS)
    parser.add_argument(
        "--seed-in-process",
        type=count,
        default=DEFAULT_SIZE.in_process,
        metavar="N",
        help="open consultations of a fresh folder (%(default)s)",
    )
    parser.add_argument(
        "--seed-history",
        type=count,
        default=DEFAULT_SIZE.history,
        metavar="N",
        help="ended consultations of a fresh folder (%(default)s)",
    )
    parser.add_argument(
        "--password-seconds",
        type=_between(1, 86400),
        default=DEFAULT_SECONDS,
        metavar="S",
        help="how long an IM password lasts (%(default)s)",
    )


def _add_im_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--engine",
        choices=sorted(ENGINES),
        default=IM.engine.name,
        help="whose manners the IM server has (%(default)s)",
    )
    parser.add_argument(
        "--im-domain", metavar="NAME", help="domain of the IM accounts (the address to listen on)"
    )
    parser.add_argument(
        "--hibernation",
        type=_between(1, 86400),
        default=round(IM.hibernation),
        metavar="S",
        help="how long an IM session waits to be resumed (%(default)s)",
    )
    parser.add_argument(
        "--no-patients", action="store_true", help="nobody writes by itself: for tests"
    )
    parser.add_argument(
        "--patients-seed",
        type=_between(0, 999_999),
        default=IM.seed,
        metavar="N",
        help="what the scripted patients draw their choices from (%(default)s)",
    )


def _im_settings(options: argparse.Namespace) -> ImSettings:
    return ImSettings(
        domain=(options.im_domain or options.host).lower(),
        engine=ENGINES[options.engine],
        hibernation=float(options.hibernation),
        patients=not options.no_patients,
        seed=options.patients_seed,
    )


def _fault_help() -> str:
    lines = [
        "faults: KIND[=VALUE][@CALL][#COUNT]; CALL is a pattern on 'METHOD /path' or '/path',",
        "COUNT strikes only that many times. Example: --fault 'http=503@/consult/*#2'",
        "",
    ]
    for kind in KINDS.values():
        name = f"{kind.name}={kind.value}" if kind.value else kind.name
        default = f" ({kind.default})" if kind.default else ""
        lines.append(f"  {name:22} {kind.effect}{default}".replace("%", "%%"))
    return "\n".join(lines)


def _between(low: int, high: int) -> Any:
    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low} to {high}")
        return int(text)

    return number


def _fault(text: str) -> str:
    try:
        parse(text)
    except ConfigurationError as error:
        raise argparse.ArgumentTypeError(error.detail) from None
    return text


def _open(options: argparse.Namespace) -> Clinic:
    return Clinic.open(
        options.data,
        faults=options.fault,
        size=SeedSize(options.seed_in_process, options.seed_history),
        password_seconds=options.password_seconds,
    )


def _doctor(parser: argparse.ArgumentParser, clinic: Clinic, name_or_id: str | None) -> Account:
    doctors = clinic.members.doctors()
    doctor = clinic.members.find_doctor(name_or_id) if name_or_id else doctors[0]
    if doctor is None:
        names = ", ".join(f"{each.name} ({each.member_id})" for each in doctors)
        parser.error(f"no such doctor: {name_or_id!r}; there are {names}")
    return doctor


def _serve(
    parser: argparse.ArgumentParser, clinic: Clinic, doctor: Account, options: argparse.Namespace
) -> int:
    try:
        if options.same_port:
            listener = same_listening_socket(options.host, options.data / PORT_FILE)
        else:
            listener = listening_socket(options.host, options.port)
    except OSError as error:
        return _give_up(parser, f"cannot listen on {options.host}:{options.port}: {error.strerror}")
    with listener:
        ready = _ready(clinic, doctor, listener.getsockname())
        server = ClinicServer(
            build_app(clinic, _im_settings(options)),
            clinic.connections,
            lambda: _announce(ready, options),
        )
        if options.while_stdin_open:
            server.end_with_standard_input()
        asyncio.run(server.serve([listener]))
    return 0


def _ready(clinic: Clinic, doctor: Account, name: tuple[Any, ...]) -> dict[str, Any]:
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    return {
        "address": f"http://{host}:{name[1]}",
        "member_id": doctor.member_id,
        "name": doctor.name,
        "token": clinic.tokens.of(doctor.member_id),
        "control": clinic.tokens.control_key(),
    }


def _announce(ready: dict[str, Any], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(ready), flush=True)  # noqa: T201 - what --json is for
        return
    for label in ("address", "name", "token", "control"):
        print(f"{label:8} {ready[label]}", flush=True)  # noqa: T201 - the command's output


def _give_up(parser: argparse.ArgumentParser, message: str) -> int:
    sys.stderr.write(f"{parser.prog}: {message}\n")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
