"""What the command line refuses, and how: one line and status 2, before anything is opened."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.update_repository import PASSPHRASE
from workstation import __version__
from workstation.__main__ import BROKEN, main
from workstation.program.command_line import USAGE_ERROR, command_line_parser, read_command_line
from workstation.support.update_repository import NOT_DONE

SECONDS = 60


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--dem"],
        ["consultation"],
        ["--json"],
        ["--json", "--demo"],
        ["--check", "--diagnostics", "x.zip"],
        ["--check", "--verify", __file__],
        ["--install-staged", "--check"],
        ["--verify", __file__, "--install-staged"],
        ["--demo", "--verify", __file__],
        ["--install-staged", "--demo"],
        ["--profile", ".", "--verify", __file__],
        ["--check", "--update-repository", "expire-check", "nowhere"],
        ["--policy", __file__],
        ["--policy", __file__, "--check"],
        ["--policy", __file__, "--demo", "--diagnostics", "x.zip"],
        ["--policy", "nowhere/all.json", "--demo"],
        ["--profile"],
        ["--profile", __file__],
        ["--diagnostics", "nowhere/all.zip"],
        ["--diagnostics", "."],
        ["--diagnostics", ""],
        ["--profile", ""],
        ["--check", "--profile", " "],
        ["--verify", "nowhere/all.zip"],
    ],
)
def test_a_wrong_command_line_ends_with_one_line(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    output = capsys.readouterr()
    assert ended.value.code == USAGE_ERROR
    assert output.out == ""
    assert output.err.startswith("python -m workstation: ")
    assert output.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe in the file system")
def test_nothing_but_an_ordinary_file_is_replaced_by_the_diagnostics(tmp_path, capsys):
    """Root wrote them to a device, and the device was gone."""
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    (folder / "link").symlink_to(pipe)
    for place in (pipe, folder / "link"):
        with pytest.raises(SystemExit) as ended:
            main(["--diagnostics", str(place)])
        assert ended.value.code == USAGE_ERROR
        assert str(place) in capsys.readouterr().err
    (folder / "real.zip").touch()
    (folder / "other").symlink_to("real.zip")
    options = read_command_line(command_line_parser(), ["--diagnostics", str(folder / "other")])
    assert options.diagnostics == (folder / "real.zip").resolve()


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("check.run_check", ["--check"]),
        ("diagnostics.run_diagnostics", ["--diagnostics", "papers.zip"]),
        ("package_check.run_verify", ["--verify", __file__]),
        ("update_repository.run_update_repository", ["--update-repository", "sign"]),
    ],
)
def test_a_command_that_breaks_does_not_end_with_a_better_verdict(
    module, arguments, capsys, tmp_path, monkeypatch
):
    """Python's own status is 1: works with limits, changed, something is left to sign."""
    monkeypatch.chdir(tmp_path)

    def broken(*_given, **_named):
        raise KeyError("a defect")

    monkeypatch.setattr(f"workstation.support.{module}", broken)
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)  # not the tests' own
    assert main(arguments) == BROKEN
    assert "a defect" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt comes whole")
@pytest.mark.parametrize(
    ("place", "arguments"),
    [
        ("workstation.support.check.run_check", ["--check"]),
        ("workstation.ui.shell.pyside_loading.load_pyside", []),
    ],
)
def test_a_library_that_the_system_lacks_gets_one_line_with_its_package(
    place, arguments, capsys, monkeypatch
):
    """As in a container in which Debian's packages may not be installed."""

    def lacking(*_given, **_named):
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file")

    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setattr(place, lacking)
    monkeypatch.setattr(sys, "excepthook", pytest.fail)
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code
    error = capsys.readouterr().err
    assert status == BROKEN == USAGE_ERROR
    assert error.startswith("python -m workstation: ")
    assert error.endswith("sudo apt-get install libegl1\n")
    assert error.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe ends another way there")
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["lines", "json"])
def test_who_has_read_enough_of_a_check_gets_no_traceback(tmp_path, more):
    """As ``--check | grep -q``, which ends with the first line that it looked for."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "workstation", "--check", "--profile", str(tmp_path), *more]
    done = subprocess.run(  # noqa: S603 - this very Python
        command, check=False, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=SECONDS
    )
    os.close(writer)
    assert done.stderr == ""
    assert done.returncode == BROKEN


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="where a full disk is a device")
@pytest.mark.parametrize("command", ["--check", "--verify"])
def test_a_report_that_a_full_disk_does_not_take_ends_with_one_line(tmp_path, command):
    more = [str(tmp_path)] if command == "--verify" else ["--profile", str(tmp_path)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, "-m", "workstation", command, *more],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
        )
    reason = os.strerror(errno.ENOSPC)
    assert done.stderr == f"python -m workstation: not all could be printed: {reason}\n"
    assert done.returncode == BROKEN


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="where a full disk is a device")
def test_a_full_disk_that_takes_no_word_of_it_either_is_no_verdict(tmp_path):
    """Of ``>report.txt 2>&1``; Python's own 1 says that a package was changed."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, "-m", "workstation", "--verify", str(tmp_path)],
            check=False,
            stdout=full,
            stderr=full,
            timeout=SECONDS,
        )
    assert done.returncode == BROKEN


def test_the_help_is_printed_where_there_is_no_chinese(tmp_path):
    """As by ``LANG=C`` without Python's own way out, and to a pipe of a Western Windows."""
    done = subprocess.run(
        [sys.executable, "-m", "workstation", "--help"],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONIOENCODING": "ascii"},
        timeout=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "医生工作站" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every session has a screen")
def test_a_session_without_a_screen_gets_one_line_instead_of_a_crash_of_qt(
    capsys, tmp_path, monkeypatch
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as ended:
        main(["--profile", str(tmp_path)])
    output = capsys.readouterr()
    assert ended.value.code == USAGE_ERROR
    assert output.err.startswith("python -m workstation: no screen")
    assert output.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every session has a screen")
def test_a_display_that_is_gone_gets_one_line_with_a_next_step(capsys, tmp_path, monkeypatch):
    for name in ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(SystemExit) as ended:
        main(["--profile", str(tmp_path)])
    output = capsys.readouterr()
    assert ended.value.code == USAGE_ERROR
    assert output.err.startswith("python -m workstation: no window can be shown on DISPLAY=:4711")
    assert "in a terminal of that desktop" in output.err
    assert output.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"workstation {__version__}\n"


def test_the_help_names_every_way_to_run_it(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    output = capsys.readouterr().out
    assert all(
        name in output for name in ("--demo", "--policy", "--check", "--diagnostics", "--profile")
    )


def test_a_word_that_it_does_not_know_leads_to_those_that_it_does(capsys):
    with pytest.raises(SystemExit):
        main(["--chek", "--demo"])
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "--chek" in error
    assert "--help" in error


@pytest.mark.skipif(sys.platform == "win32", reason="a console is another thing there")
@pytest.mark.parametrize("typed", ["", f"{PASSPHRASE}\n" * 2])
def test_without_a_terminal_one_sentence_says_how_a_passphrase_is_given(tmp_path, typed):
    """Python would warn of an echo, in two lines with a place in its own source."""
    command = [sys.executable, "-m", "workstation", "--update-repository", "init"]
    command += [tmp_path / "share", "--keys", tmp_path / "keys"]
    done = subprocess.run(  # noqa: S603 - this interpreter, this command
        command,
        check=False,
        input=typed,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=SECONDS,
    )
    assert done.returncode == NOT_DONE
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert "--passphrase-file" in done.stdout
