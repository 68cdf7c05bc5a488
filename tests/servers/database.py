"""A PostgreSQL of the tests' own, where both ejabberd nodes keep rooms and archive."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.servers.keeper import Keeper
from tests.servers.processes import EngineFailed, Program, ServerProcess, free_ports, listening

ACCOUNT = "postgres"
FOLDER = "workstation-database-"
MAKE_SECONDS = 30


def programs() -> Path | None:
    """The folder of the newest installed PostgreSQL server's programs, or None without one."""
    paths = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return paths[-1].parent if paths else None


class Database:
    """One server on loopback with one role; its folder goes when it is closed."""

    def __init__(self, keeper: Keeper) -> None:
        binaries = _binaries()
        self.password = secrets.token_hex(16)
        (self.port,) = free_ports(1)
        self._folder = _own_folder()
        self._initialise(binaries)
        # Power loss is no subject of these tests, so no commit waits for the disk.
        options = {"unix_socket_directories": "", "fsync": "off", "listen_addresses": "127.0.0.1"}
        command = [*_as_account(), str(binaries / "postgres"), "-D", str(self._folder / "data")]
        command += ["-p", str(self.port)]
        command += [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        self.process = ServerProcess(
            keeper, Program("postgres", command, self._folder, temporary=True)
        )
        self.process.start(lambda: listening(self.port))

    def run(self, statement: str) -> None:
        """Run one statement."""
        command = [str(_binaries() / "psql"), "-h", "127.0.0.1", "-p", str(self.port)]
        command += ["-U", ACCOUNT, "-d", ACCOUNT, "-v", "ON_ERROR_STOP=1", "-c", statement]
        done = subprocess.run(  # noqa: S603 - the rig's own commands
            command,
            env={**os.environ, "PGPASSWORD": self.password},
            capture_output=True,
            text=True,
            timeout=MAKE_SECONDS,
            check=False,
        )
        if done.returncode:
            raise EngineFailed(f"psql: {done.stdout}{done.stderr}")

    def _initialise(self, binaries: Path) -> None:
        secret = self._folder / "password"
        secret.write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(secret, ACCOUNT)
        command = [*_as_account(), str(binaries / "initdb"), "-D", str(self._folder / "data")]
        command += ["--username", ACCOUNT, "--pwfile", str(secret), "--auth", "scram-sha-256"]
        command += ["--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]
        made = subprocess.run(  # noqa: S603 - the rig's own commands
            command,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=MAKE_SECONDS,
            check=False,
        )
        if made.returncode:
            raise EngineFailed(f"initdb: {made.stdout}{made.stderr}")
        secret.unlink()


def _binaries() -> Path:
    paths = programs()
    if paths is None:
        raise EngineFailed("PostgreSQL is not installed")
    return paths


def _own_folder() -> Path:
    """A folder that PostgreSQL's account reaches: a test's own may be closed to others."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
    return folder


def _as_account() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs under its package's account.

    To end with the keeper is said once more: the kernel forgets it where the account changes.
    """
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(ACCOUNT)
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return ["/usr/bin/setpriv", *ids, "--pdeathsig", "KILL", "--"]
