"""No server outlives the run that started it, however the run ends."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import rig
from tests.servers.database import FOLDER
from tests.servers.keeper import Keeper
from tests.servers.processes import (
    Program,
    ServerProcess,
    alive,
    born,
    listening,
    wait_until,
)

ROOT = Path(__file__).parents[2]
RUN = """
import sys, pathlib
sys.path.insert(0, sys.argv[2])
from tests.servers import rig
with rig.running(sys.argv[1], pathlib.Path(sys.argv[3])) as engine:
    pids = [pid for each in engine.processes() for pid in each.family()]
    print(engine.endpoints[0].http_port, *pids, flush=True)
    sys.stdin.read()
"""

LEADERLESS = """
import ctypes, sys, threading
threading.Thread(target=sys.stdin.read).start()
print(flush=True)
ctypes.CDLL(None).syscall(60, 0)
"""
"""The first thread ends by the system call of its own; another one waits for the test."""


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the number of the system call")
def test_a_process_runs_until_its_last_thread_has_ended() -> None:
    command = [sys.executable, "-c", LEADERLESS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - this very program
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        stat = Path(f"/proc/{process.pid}/stat")
        wait_until(lambda: ") Z " in stat.read_text(), "end of the first thread")
        assert alive(process.pid)
        process.stdin.close()
        wait_until(lambda: not alive(process.pid), "end of the last")


def parent(pid: int) -> int:
    """Who started a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])


@pytest.mark.parametrize("keeper_first", [False, True])
@pytest.mark.parametrize("name", list(rig.REAL_ENGINES))
def test_a_killed_test_run_leaves_no_server(name: str, keeper_first: bool, tmp_path: Path) -> None:
    """Nor does one whose keeper is killed before it, as by a signal to all of them."""
    if rig.missing(name):
        pytest.skip(f"{name} is not installed")
    run = subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-c", RUN, name, str(ROOT), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout
    port, *pids = map(int, run.stdout.readline().split())
    assert listening(port)
    assert all(map(alive, pids))
    folders = {Path(f"/proc/{pid}/cwd").readlink().parent for pid in pids}
    if keeper_first:
        (keeper,) = {parent(pid) for pid in pids if parent(parent(pid)) == run.pid}
        os.kill(keeper, signal.SIGKILL)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    wait_until(lambda: not any(map(alive, pids)), "the end of the servers", 5)
    assert not listening(port)
    for folder in folders:
        if folder.name.startswith(FOLDER):  # which the keeper takes away, if it can
            shutil.rmtree(folder, ignore_errors=not keeper_first)


def test_a_stopped_server_is_gone_with_its_children(tmp_path: Path) -> None:
    keeper = Keeper()
    try:
        command = ["sh", "-c", "sleep 60 & sleep 60 & wait"]
        server = ServerProcess(keeper, Program("shell", command, tmp_path))
        server.start(lambda: len(server.family()) == 3)
        family = server.family()
        assert server.left() == [server.pid]
        server.stop()
        assert not any(map(alive, family))
        assert server.left() == []
        me = os.getpid()
        server.ever_started[me] = "0"
        assert server.left() == [], "somebody else has got the number of one that ended"
        server.ever_started[me] = born(me)
        assert server.left() == [me]
    finally:
        keeper.close()


def test_a_server_that_ends_at_its_start_says_why(tmp_path: Path) -> None:
    keeper = Keeper()
    try:
        command = ["sh", "-c", "echo the configuration is wrong; exit 3"]
        server = ServerProcess(keeper, Program("shell", command, tmp_path))
        with pytest.raises(Exception, match="the configuration is wrong"):
            server.start(lambda: False)
    finally:
        keeper.close()


def test_a_keeper_ends_what_nobody_stopped(tmp_path: Path) -> None:
    keeper = Keeper()
    server = ServerProcess(keeper, Program("shell", ["sleep", "60"], tmp_path))
    server.start(lambda: True)
    os.kill(server.pid, 0)
    keeper.close()
    wait_until(lambda: not server.running, "the end of the server", 5)
