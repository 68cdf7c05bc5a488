"""``workstation --update-repository``: IT makes, fills and signs a repository of updates.

``init``, ``add``, ``promote``, ``withdraw``, ``sign``, ``expire-check`` (``docs/updates.md``). Exit
status 0 done, 1 something is still to do (signatures, an expiry that is near), 2 not done.
"""

import argparse
import datetime as dt
import getpass
import os
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from workstation.base.clock import SystemClock
from workstation.base.command_name import command_name
from workstation.domain.errors import InputError, StorageError
from workstation.domain.updates import RING_PATTERN, VERSION_PATTERN, ProgramVersion
from workstation.support.command_language import use_configured_language
from workstation.ui.kit.strings import error_text, has_text, tr
from workstation.ui.support.terminal import write_losslessly
from workstation.updates.publishing.package_version import version_in
from workstation.updates.publishing.packages import kind_of_package
from workstation.updates.publishing.repository import (
    Repository,
    SigningState,
    make_repository,
)
from workstation.updates.publishing.signing_keys import KeyRing

DONE, TO_DO, NOT_DONE = 0, 1, 2
SOON = dt.timedelta(days=10)
_VERSION = re.compile(rf"(?<![0-9.]){VERSION_PATTERN}(?![0-9.]*[0-9])")


def run_update_repository(arguments: Sequence[str]) -> int:
    """Do what the words after ``--update-repository`` ask for; the exit status."""
    write_losslessly()
    use_configured_language()
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, dt.datetime], int] = options.run
    now = dt.datetime.fromtimestamp(SystemClock().now_ms() // 1000, dt.UTC)
    try:
        return command(options, now)
    except InputError as error:
        key = f"updates.refused.{error.field}_{error.reason}"
        _write_line(tr(key, limit=error.limit) if has_text(key) else str(error_text(error)))
    except StorageError as error:
        _write_line(str(error_text(error)))
    except OSError as error:
        _write_line(tr("updates.refused.file", file=error.filename or "", why=error.strerror or ""))
    return NOT_DONE


def _parser() -> argparse.ArgumentParser:
    name = f"{command_name()} --update-repository"
    parser = argparse.ArgumentParser(prog=name, allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = _command(commands.add_parser("init", help="make a repository and its keys"), _init)
    init.add_argument("--release-keys", type=int, default=1, metavar="N")
    init.add_argument("--release-threshold", type=int, default=1, metavar="N")
    add = _command(commands.add_parser("add", help="put a package in, for no ring yet"), _add)
    add.add_argument("package", type=Path)
    add.add_argument("--version", type=_version, help="if neither the package nor its name tells")
    for name, withdraw in (("promote", False), ("withdraw", True)):
        one = _command(commands.add_parser(name, help=f"{name} a version, ring by ring"), _approve)
        one.add_argument("version", type=_version)
        one.add_argument("--ring", type=_ring, required=True)
        one.set_defaults(withdraw=withdraw)
    sign = _command(commands.add_parser("sign", help="sign what waits, and renew"), _sign)
    sign.add_argument("--renew-releases", action="store_true")
    sign.add_argument("--renew-root", action="store_true")
    expiry = commands.add_parser("expire-check", help="say until when everything is valid")
    expiry.add_argument("folder", type=Path)
    expiry.set_defaults(run=_expire_check)
    return parser


def _command(
    parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace, dt.datetime], int]
) -> argparse.ArgumentParser:
    parser.add_argument("folder", type=Path, help="the repository")
    parser.add_argument("--keys", type=Path, required=True, help="the folder of the key files")
    parser.add_argument("--passphrase-file", type=Path, help="its first line opens every key")
    parser.set_defaults(run=run)
    return parser


def _init(options: argparse.Namespace, now: dt.datetime) -> int:
    root_hash = make_repository(
        options.folder,
        options.keys,
        _passphrases(options, twice=True),
        now,
        release_keys=options.release_keys,
        release_threshold=options.release_threshold,
    )
    _write_line(tr("updates.made", folder=str(options.folder), keys=str(options.keys)))
    _write_line(f'"update.root": "{root_hash}"')
    return DONE


def _add(options: argparse.Namespace, now: dt.datetime) -> int:
    repository = Repository(options.folder, now)
    kind = kind_of_package(options.package)  # what is not there, or no package, has no version
    in_name = _VERSION.search(options.package.name)
    claimed = options.version or (ProgramVersion.parse(in_name[0]) if in_name else None)
    packed = version_in(options.package, kind)
    version = claimed or packed
    if version is None:
        raise InputError("version", "missing")
    if packed is not None and packed != version:
        _write_line(tr("updates.refused.version_differs", claimed=str(version), packed=str(packed)))
        return NOT_DONE
    keys = _keys(options)
    repository.add(options.package, version)
    return _report(repository.sign(keys), "updates.added")


def _approve(options: argparse.Namespace, now: dt.datetime) -> int:
    repository, keys = Repository(options.folder, now), _keys(options)
    version, ring = options.version, options.ring
    left = repository.approve(version, ring, withdraw=options.withdraw)
    published = "updates.withdrawn" if options.withdraw else "updates.promoted"
    status = _report(repository.sign(keys), published, version=str(version), ring=ring)
    if options.withdraw and left:  # with the ring of all, no computer has lost it
        _write_line(tr("updates.still_approved", rings=", ".join(sorted(left))))
    return status


def _sign(options: argparse.Namespace, now: dt.datetime) -> int:
    repository, keys = Repository(options.folder, now), _keys(options)
    if options.renew_root and not (state := repository.renew_root(keys)).published:
        return _report(state)
    if options.renew_releases:
        repository.renew_releases()
    return _report(repository.sign(keys))


def _expire_check(options: argparse.Namespace, now: dt.datetime) -> int:
    expiries = Repository(options.folder, now).expiries()
    for expiry in expiries:
        day = expiry.expires.date().isoformat()
        state = "over" if expiry.expires <= now else "valid"
        _write_line(tr(f"updates.expiry.{state}", role=tr(f"updates.role.{expiry.role}"), day=day))
    if expiries[0].expires > now + SOON:
        return DONE
    _write_line(tr("updates.expiry.renew"))
    return TO_DO if expiries[0].expires > now else NOT_DONE


def _report(state: SigningState, published: str = "updates.published", **values: str) -> int:
    if not state.published:
        _write_line(tr("updates.to_sign", have=state.have, needed=state.needed))
        return TO_DO
    _write_line(tr(published, **values))
    return DONE


def _keys(options: argparse.Namespace) -> KeyRing:
    os.scandir(options.keys).close()  # one that is not there would look like a missing signature
    return KeyRing(options.keys, _passphrases(options))


def _passphrases(options: argparse.Namespace, *, twice: bool = False) -> Callable[[str], str]:
    if options.passphrase_file:
        line = _first_line(options.passphrase_file)
        return lambda _name: line
    return _typed_twice if twice else _typed


def _first_line(file: Path) -> str:
    """The first line without the mark of Windows' editors before UTF-8: nobody would type it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("passphrase", "malformed") from None
    return text.partition("\n")[0].rstrip("\r")


def _typed(name: str, prompt: str = "updates.passphrase") -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # without a terminal it would echo
        try:
            return getpass.getpass(tr(prompt, name=name))
        except (EOFError, getpass.GetPassWarning):  # a task of the system's has nobody who types
            raise InputError("passphrase", "missing") from None


def _typed_twice(name: str) -> str:
    passphrase = _typed(name)
    if _typed(name, "updates.passphrase_again") != passphrase:
        raise InputError("passphrase", "differs")
    return passphrase


def _version(text: str) -> ProgramVersion:
    try:
        return ProgramVersion.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a version such as 1.4.0: {text}") from None


def _ring(text: str) -> str:
    if not re.fullmatch(RING_PATTERN, text):
        raise argparse.ArgumentTypeError(f"not a ring such as pilot: {text}")
    return text


def _write_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
