"""Two clustered ejabberd nodes from Debian's package, with a name server of their own.

The Erlang machine is started directly, in the foreground, as Debian's ``ejabberdctl`` would start
it: same code paths, own spool, own logs, own cookie, and an ``epmd`` on a port of its own.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from shlex import quote

from tests.servers import database, epmd, jwt
from tests.servers.certificates import Certificates
from tests.servers.database import Database
from tests.servers.engine import CONFIGURATION, Endpoint, fill, request, room_address
from tests.servers.hospital import Hospital
from tests.servers.keeper import Keeper
from tests.servers.processes import (
    EngineFailed,
    Program,
    ServerProcess,
    free_ports,
    listening,
    wait_until,
)
from tests.servers.relay import Relay

ERL = Path("/usr/bin/erl")
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
NODES = ("a", "b")
JWT_SECRET = b"a secret of the tests, longer than thirty-two bytes"
CONTROL_SECONDS = 60.0
CLUSTER_SECONDS = 240.0
EXTAUTH = "extauth.sh"
"""In a node's own folder: Erlang's line of a command bears neither a space nor Chinese."""
DISTRIBUTION = ["-start_epmd", "false", "-kernel", "inet_dist_use_interface", "{127,0,0,1}"]
ROOM_OPTIONS = {
    "persistent": "true",
    "mam": "true",
    "public": "false",
    "members_only": "true",
    "anonymous": "false",
}


def missing() -> list[str]:
    """The Debian packages that a test needs and this machine lacks."""
    modules = {
        "ejabberd": ERL.exists() and any(_libraries().glob("ejabberd-*")),
        "erlang-p1-pgsql": any(Path("/usr/lib/erlang/lib").glob("p1_pgsql-*")),
        "postgresql": database.programs() is not None,
    }
    return [package for package, there in modules.items() if not there]


def _libraries() -> Path:
    """Debian's library folder of this machine's architecture, where ejabberd's code is."""
    return next((each.parent for each in Path("/usr/lib").glob("*/ejabberd-*")), LIBRARIES)


class Ejabberd:
    """Two nodes of ejabberd as one cluster, its archive in PostgreSQL; an ``Engine``."""

    name = "ejabberd"

    def __init__(
        self, folder: Path, keeper: Keeper, hospital: Hospital, certificates: Certificates
    ) -> None:
        self.hospital = hospital
        self.domain = hospital.domain
        self.certificates = certificates
        self._folder = folder
        self._keeper = keeper
        self._made: set[int] = set()
        *ports, self._names_port = free_ports(4 * len(NODES) + 1)
        self._api_ports = [ports.pop() for _ in NODES]
        self.endpoints = [Endpoint(*ports[at : at + 3]) for at in range(0, len(ports), 3)]
        self._database = Database(keeper)
        self._downloads = Relay(*(each.http_port for each in self.endpoints))
        self._jwt_key = folder / "jwt.json"
        self._jwt_key.write_text(jwt.key_file(JWT_SECRET))
        self._cookie = folder / ".erlang.cookie"
        self._cookie.write_text(secrets.token_hex(16))
        self._cookie.chmod(0o400)
        self._names = ServerProcess(
            keeper,
            Program(
                "epmd",
                ["epmd", "-port", str(self._names_port), "-address", "127.0.0.1"],
                folder,
                self.environment(),
            ),
        )
        self._nodes = [self._prepare(node) for node in range(len(NODES))]
        self._start_all()

    def _start_all(self) -> None:
        try:
            self._names.start(lambda: listening(self._names_port))
            for node in range(len(NODES)):
                self.start(node)
            for node in range(len(NODES)):
                wait_until(lambda node=node: self._running(node), f"node {NODES[node]}")
            for node in range(1, len(NODES)):
                self._control(node, "join_cluster", self.node_name(0))
            wait_until(self._clustered, "ejabberd's cluster", CLUSTER_SECONDS)
        except BaseException:
            self.close()
            raise

    def environment(self) -> dict[str, str]:
        """What every program of Erlang is started with."""
        return {
            "HOME": str(self._folder),
            "ERL_EPMD_PORT": str(self._names_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_LIBS": str(_libraries()),
        }

    def node_name(self, node: int) -> str:
        """The name of a node for Erlang."""
        return f"ejabberd_{NODES[node]}@localhost"

    def _prepare(self, node: int) -> ServerProcess:
        folder = self._folder / NODES[node]
        folder.mkdir()
        checker = CONFIGURATION / "ejabberd/extauth_clinic.py"
        (folder / EXTAUTH).write_text(f'exec {quote(sys.executable)} {quote(str(checker))} "$@"\n')
        configuration = folder / "ejabberd.yml"
        configuration.write_text(fill(CONFIGURATION / "ejabberd/ejabberd.yml", self._words(node)))
        environment = self.environment() | {
            "EJABBERD_CONFIG_PATH": str(configuration),
            "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
            "EJABBERD_PID_PATH": str(folder / "ejabberd.pid"),
            "ERL_CRASH_DUMP": str(folder / "erl_crash.dump"),
            "ERL_MAX_PORTS": "32000",
        }
        command = [str(ERL), "-sname", self.node_name(node), "+K", "true", "-noinput"]
        command += DISTRIBUTION
        command += ["-mnesia", "dir", f'"{folder / "spool"}"', "-s", "ejabberd"]
        program = Program(f"ejabberd-{NODES[node]}", command, folder, environment)
        return ServerProcess(self._keeper, program)

    def _words(self, node: int) -> dict[str, object]:
        endpoint = self.endpoints[node]
        return {
            "INTERFACE": "127.0.0.1",
            "PLATFORM": "127.0.0.1/32",
            "API_INTERFACE": "127.0.0.1",
            "API_PORT": self._api_ports[node],
            "API_TLS": "false",
            "CHECKERS": 2,
            "DATABASE_HOST": "127.0.0.1",
            "DATABASE": "postgres",
            "DOMAIN": self.domain,
            "CERTIFICATE": self.certificates.certificate,
            "KEY": self.certificates.key,
            "PYTHON": "/bin/sh",
            "EXTAUTH": EXTAUTH,
            "CHECK_URL": self.hospital.check_url,
            "JWT_KEY": self._jwt_key,
            "DATABASE_PORT": self._database.port,
            "DATABASE_PASSWORD": self._database.password,
            "HTTP_PORT": endpoint.http_port,
            "HTTPS_PORT": endpoint.https_port,
            "C2S_PORT": endpoint.c2s_port,
            "PUT_URL": f"http://127.0.0.1:{endpoint.http_port}",
            "GET_URL": f"http://127.0.0.1:{self._downloads.port}",
            "UPLOADS": self._folder / "uploads",
        }

    def _control(self, node: int, *words: str) -> str:
        """One ``ejabberdctl`` command on a node; gives what it printed."""
        command = [str(ERL), "-sname", f"ctl_{os.getpid()}@localhost", "-hidden", "-noinput"]
        command += DISTRIBUTION
        command += ["-eval", f"net_kernel:connect_node('{self.node_name(node)}')"]
        command += ["-s", "ejabberd_ctl", "-extra", self.node_name(node), *words]
        try:
            done = subprocess.run(  # noqa: S603 - the rig's own commands
                command,
                env={"PATH": os.environ["PATH"], **self.environment()},
                capture_output=True,
                text=True,
                timeout=CONTROL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise EngineFailed(f"ejabberdctl {words[0]}: no answer") from None
        if done.returncode:
            raise EngineFailed(f"ejabberdctl {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def _running(self, node: int) -> bool:
        """Whether all its modules have started: it listens before that, and would fail to join."""
        try:
            self._control(node, "status")
        except EngineFailed:
            return False
        return True

    def _clustered(self) -> bool:
        """Whether the last node lists all of them; a joining node restarts and knows nothing."""
        try:
            listed = self._control(len(NODES) - 1, "list_cluster").split()
        except EngineFailed:
            return False
        return len(listed) == len(NODES) and listening(self.endpoints[-1].http_port)

    def _call(self, command: str, **arguments: object) -> None:
        """A command over the HTTP interface of the first node that runs."""
        node = next(at for at, each in enumerate(self._nodes) if each.running)
        url = f"http://127.0.0.1:{self._api_ports[node]}/api/{command}"
        if request("POST", url, arguments) not in (0, None):
            raise EngineFailed(f"ejabberd refused {command} {arguments}")

    def create_room(self, consultation_id: int, members: list[int]) -> str:
        address = room_address(consultation_id, self.domain)
        name, service = address.split("@")
        if consultation_id not in self._made:
            options = [{"name": key, "value": value} for key, value in ROOM_OPTIONS.items()]
            room = {"room": name, "service": service, "host": self.domain}
            self._call("create_room_with_opts", **room, options=options)
            self._made.add(consultation_id)
        for member_id in members:
            self._affiliate(consultation_id, member_id, "member")
        return address

    def expel(self, consultation_id: int, member_id: int) -> None:
        self._affiliate(consultation_id, member_id, "none")

    def _affiliate(self, consultation_id: int, member_id: int, affiliation: str) -> None:
        name, service = room_address(consultation_id, self.domain).split("@")
        self._call(
            "set_room_affiliation",
            room=name,
            service=service,
            user=str(member_id),
            host=self.domain,
            affiliation=affiliation,
        )

    def invite(self, consultation_id: int, member_id: int) -> None:
        name, service = room_address(consultation_id, self.domain).split("@")
        self._call(
            "send_direct_invitation",
            room=name,
            service=service,
            password="none",
            reason="none",
            users=[f"{member_id}@{self.domain}"],
        )

    def prune(self, consultation_id: int, keep: int) -> None:
        """All but the newest entries of a room's archive go, as retention does it."""
        room = room_address(consultation_id, self.domain)
        newest = f"(SELECT id FROM archive WHERE username = '{room}' ORDER BY id DESC LIMIT {keep})"  # noqa: S608 - the rig's own words
        words = f"DELETE FROM archive WHERE username = '{room}' AND id NOT IN {newest}"  # noqa: S608
        self._database.run(words)

    def password_for(self, member_id: int, seconds: int = 3600) -> str:
        return self.hospital.issue(member_id, seconds).text

    def expire_passwords(self, member_id: int) -> None:
        self.hospital.expire_all(member_id)

    def kill(self, node: int = 0) -> None:
        self._nodes[node].kill()

    def stop(self, node: int = 0) -> None:
        self._nodes[node].stop()

    def start(self, node: int = 0) -> None:
        endpoint = self.endpoints[node]
        ports = (
            endpoint.http_port,
            endpoint.https_port,
            endpoint.c2s_port,
            self._api_ports[node],
        )
        name = self.node_name(node).partition("@")[0]
        wait_until(lambda: name not in epmd.names(self._names_port), f"end of the name {name}")
        self._nodes[node].start(lambda: all(map(listening, ports)))

    def freeze(self, node: int = 0) -> None:
        self._nodes[node].freeze()

    def thaw(self, node: int = 0) -> None:
        self._nodes[node].thaw()

    def processes(self) -> list[ServerProcess]:
        """The nodes, the port mapper of Erlang and the database."""
        return [*self._nodes, self._names, self._database.process]

    def close(self) -> None:
        processes = self.processes()
        for process in processes:
            process.kill()
        self._downloads.close()
        if left := [pid for process in processes for pid in process.left()]:
            raise EngineFailed(f"ejabberd left processes: {left}")
