"""Builds side by side: which one this is, which is current, how one goes on as the other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from workstation.base import installation as installation_module
from workstation.base.installation import (
    Installation,
    InstallationState,
    give_back_environment,
    keep_modules_readable,
    replace_process,
)


def build(home: Path, name: str) -> Path:
    """A build of that name with a program in it."""
    program = home / "run" / name / "workstation"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho {name} $*\nenv\n")
    program.chmod(0o755)
    return program


def make_current(home: Path, name: str) -> None:
    (home / ".current").symlink_to(f"run/{name}")
    (home / ".current").replace(home / "current")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    build(tmp_path, "1")
    make_current(tmp_path, "1")
    installed = Installation.of_program(tmp_path / "current/workstation")
    assert installed is not None
    return installed


def test_the_build_that_is_current_has_no_successor(installation: Installation) -> None:
    assert installation.folder.name == "1"
    assert installation.successor() is None


def test_a_build_that_became_current_is_the_successor(installation: Installation) -> None:
    build(installation.home, "2")
    assert installation.successor() is None, "it is only being set up"
    make_current(installation.home, "2")
    assert installation.successor() == installation.home / "current/workstation"


def test_a_removed_program_has_no_successor(installation: Installation) -> None:
    (installation.home / "current").unlink()
    assert installation.successor() is None


def test_whose_files_are_gone_was_removed_unless_another_build_took_its_place(
    installation: Installation,
) -> None:
    assert installation.state() is InstallationState.CURRENT
    (installation.home / "current").unlink()
    assert installation.state() is InstallationState.CURRENT, "it is only being removed"
    shutil.rmtree(installation.folder)
    assert installation.state() is InstallationState.REMOVED
    build(installation.home, "2")
    make_current(installation.home, "2")
    assert installation.state() is InstallationState.REPLACED


def test_a_program_that_lies_alone_is_never_replaced_side_by_side(tmp_path: Path) -> None:
    alone = tmp_path / "workstation"
    alone.touch()
    assert Installation.of_program(alone) is None
    assert Installation.of_program(build(tmp_path, "1")) is None, "nothing points at it"


def test_a_source_tree_has_no_installation() -> None:
    assert Installation.of_this_process() is None


def test_it_goes_on_as_the_other_program_with_its_arguments_and_none_of_its_own_libraries(
    installation: Installation,
) -> None:
    build(installation.home, "2")
    make_current(installation.home, "2")
    code = (
        "import os, sys; from pathlib import Path\n"
        "from workstation.base.installation import replace_process\n"
        "replace_process(Path(sys.argv[1]), ['--demo'], os.environ)"
    )
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": "/opt/old/_internal:/usr/local/lib",
        "LD_LIBRARY_PATH_ORIG": "/usr/local/lib",
        "_PYI_APPLICATION_HOME_DIR": "/opt/old/_internal",
    }
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", code, installation.successor()],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    first, *variables = done.stdout.splitlines()
    assert first == "2 --demo"
    assert "LD_LIBRARY_PATH=/usr/local/lib" in variables
    assert "/opt/old" not in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="Windows opens links by itself")
@pytest.mark.parametrize("before", ["/usr/local/lib", None])
def test_programs_that_it_opens_load_their_own_libraries(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also: ``QT_PLUGIN_PATH`` kept a platform that is not there from being refused."""
    own = "/opt/doctor-workstation/run/1/_internal"
    inherited = {"LANG": "C"} | ({"LD_LIBRARY_PATH": before} if before else {})
    environment = {
        **inherited,
        "LD_LIBRARY_PATH": f"{own}:{before}",
        **({"LD_LIBRARY_PATH_ORIG": before} if before else {}),
        "QT_PLUGIN_PATH": f"{own}/PySide6/Qt/plugins",
        "QML2_IMPORT_PATH": f"{own}/PySide6/Qt/qml",
    }
    as_set = dict(environment)
    give_back_environment(environment)
    assert environment == as_set, "from the sources a user has set them"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    give_back_environment(environment)
    assert environment == inherited


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        replace_process(tmp_path / "none", [], os.environ)


@pytest.mark.skipif(sys.platform != "linux", reason="Windows' installers refuse while it runs")
def test_a_removed_programs_modules_are_read_from_the_program_that_runs(monkeypatch):
    """What they are read from is no path that a removal takes away."""
    archive = SimpleNamespace(_filename="/opt/doctor-workstation/run/gone/workstation")
    importers = SimpleNamespace(pyz_archive=archive)
    monkeypatch.setitem(sys.modules, "pyimod02_importers", importers)
    keep_modules_readable()
    assert archive._filename.startswith("/opt"), "a checkout is left alone"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with monkeypatch.context() as sandbox:
        sandbox.setattr(installation_module, "OWN_PROGRAM", "/proc/none")
        keep_modules_readable()
        assert archive._filename.startswith("/opt"), "nor is a program in a sandbox without /proc"
    keep_modules_readable()
    assert Path(archive._filename).samefile(Path(sys.executable))
