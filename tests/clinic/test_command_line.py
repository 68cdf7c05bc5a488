"""``python -m workstation.clinic``: what it prints, refuses, and how it ends."""
# ruff: noqa: S603 - the tests start this program's own modules

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing

import httpx
import pytest

from workstation.clinic.faults import KINDS
from workstation.clinic.process import open_clinic, start_clinic
from workstation.clinic.serving import same_listening_socket
from workstation.domain.errors import ConfigurationError
from workstation.domain.policy_errors import DemoNotStarted

COMMAND = [sys.executable, "-m", "workstation.clinic"]
# A bound for what hangs: under Wine such a start takes ten seconds on a busy machine.
SECONDS = 120


def run(*arguments):
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "x"],
        ["--port", "65536"],
        ["--port", "-1"],
        ["--port", "00000000000000080"],
        ["--fault", "nonsense"],
        ["--fault", "http=200"],
        ["--seed-in-process", "-5"],
        ["--seed-history", "20001"],
        ["--password-seconds", "0"],
        ["--doctor", "没有这个人"],
        ["--unknown"],
        ["stray"],
    ],
)
def test_a_bad_value_is_one_line_and_exit_2(tmp_path, arguments):
    done = run("--data", str(tmp_path), *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_the_data_folder_must_be_named():
    done = run()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def a_file(folder):
    folder.write_text("x")


def of_a_newer_version(folder):
    folder.mkdir()
    with closing(sqlite3.connect(folder / "clinic.db")) as database:
        database.execute("PRAGMA user_version = 99")


def with_a_damaged_database(folder):
    folder.mkdir()
    (folder / "clinic.db").write_bytes(b"no database at all" * 100)


@pytest.mark.parametrize("made", [a_file, of_a_newer_version, with_a_damaged_database])
def test_a_data_folder_that_cannot_be_used_is_one_line_and_exit_1(tmp_path, made):
    made(tmp_path / "data")
    done = run("--data", str(tmp_path / "data"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot use the data folder" in done.stderr


def test_a_port_in_use_is_one_line_and_exit_1(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("--data", str(tmp_path), "--port", str(taken.getsockname()[1]))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot listen" in done.stderr


def test_help_names_every_fault():
    done = run("--help")
    assert done.returncode == 0
    for kind in KINDS:
        assert f"  {kind}" in done.stdout


def test_for_people_it_prints_address_and_token(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path), "--doctor", "周明岚", "--while-stdin-open"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = dict(process.stdout.readline().split(maxsplit=1) for _ in range(3))
    process.communicate(timeout=SECONDS)
    assert lines["address"].startswith("http://127.0.0.1:")
    assert lines["name"].strip() == "周明岚"
    assert lines["token"].startswith("1002.")
    assert process.returncode == 0


def test_it_answers_once_it_has_printed_its_line(tmp_path):
    with start_clinic(tmp_path, arguments=["--no-patients"]) as clinic:
        answer = httpx.get(
            f"{clinic.address}/doctor/detail",
            headers={"X-AUTH-TOKEN": clinic.token},
            trust_env=False,
        )
        assert answer.json()["result"]["member_id"] == clinic.member_id == 1001
        assert clinic.token not in repr(clinic)


async def test_it_can_be_started_without_blocking_the_loop(tmp_path):
    clinic = await open_clinic(tmp_path, arguments=["--fault", "html@/im/*"])
    assert clinic.faults() == ["html@/im/*"]
    assert clinic.stop() == 0
    assert clinic.stop() == 0


def test_state_and_token_survive_a_restart(tmp_path):
    with start_clinic(tmp_path, arguments=["--no-patients"]) as clinic:
        token = clinic.token
        headers = {"X-AUTH-TOKEN": token, "Content-Type": "application/json"}
        httpx.post(
            f"{clinic.address}/doctor/detail",
            json={"title": "名誉主任"},
            headers=headers,
            trust_env=False,
        )
    with start_clinic(tmp_path, arguments=["--no-patients"]) as clinic:
        assert clinic.token == token
        answer = httpx.get(f"{clinic.address}/doctor/detail", headers=headers, trust_env=False)
        assert answer.json()["result"]["title"] == "名誉主任"


def test_the_port_of_last_time_is_taken_again_unless_somebody_has_it(tmp_path):
    port_file = tmp_path / "port"
    with same_listening_socket("127.0.0.1", port_file) as first:
        port = first.getsockname()[1]
        port_file.write_text(str(port))
        with same_listening_socket("127.0.0.1", port_file) as second:
            other = second.getsockname()[1]
            assert other != port
    with same_listening_socket("127.0.0.1", port_file) as third:
        assert third.getsockname()[1] == other
    port_file.write_text("no port")
    with same_listening_socket("127.0.0.1", port_file) as fourth:
        assert int(port_file.read_text()) == fourth.getsockname()[1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(tmp_path, number):
    clinic = start_clinic(tmp_path)
    os.kill(clinic.pid, number)
    assert clinic._process.wait(SECONDS) == 0
    clinic.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_it_ends_when_its_parent_is_killed(tmp_path):
    """The parent is killed without a chance to say goodbye; the clinic notices by itself."""
    code = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from workstation.clinic.process import start_clinic
        print(start_clinic(Path(sys.argv[1])).pid, flush=True)
        time.sleep(60)
    """)
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    watched = os.pidfd_open(pid)
    parent.kill()
    parent.communicate()
    ended = _wait_for_end(watched)
    os.close(watched)
    assert ended


def _wait_for_end(pidfd):
    """A process descriptor becomes readable once the process is gone."""
    import select

    readable, _, _ = select.select([pidfd], [], [], SECONDS)
    return bool(readable)


def test_a_clinic_that_cannot_start_is_an_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError):
        start_clinic(tmp_path / "file")


def test_a_clinic_that_the_computer_does_not_let_run_is_an_error(tmp_path, monkeypatch):
    """Rules of the computer say which programs run: AppLocker, a disk that is mounted noexec."""
    program = tmp_path / "workstation-clinic"
    program.touch(mode=0o600)
    monkeypatch.setattr("workstation.clinic.process._program", lambda: [str(program)])
    with pytest.raises(DemoNotStarted, match="workstation-clinic"):
        start_clinic(tmp_path)


def test_the_ready_line_is_one_json_object(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path), "--json", "--while-stdin-open", "--no-patients"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    ready = json.loads(process.stdout.readline())
    rest, _ = process.communicate(timeout=SECONDS)
    assert ready.keys() == {"address", "member_id", "name", "token", "control"}
    assert rest == ""


def test_the_clinic_is_this_program_s_own_in_whatever_folder_it_is_started(tmp_path, monkeypatch):
    """A downloaded folder may hold a ``workstation`` or a ``json.py`` of somebody else's."""
    trap = "import pathlib; pathlib.Path(__file__).with_name('ran').touch()"
    (tmp_path / "workstation").mkdir()
    (tmp_path / "workstation" / "__init__.py").write_text(trap)
    (tmp_path / "json.py").write_text(trap)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep)
    with start_clinic(tmp_path / "data", arguments=["--no-patients"]):
        pass
    assert list(tmp_path.rglob("ran")) == []
