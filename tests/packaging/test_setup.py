"""What `make demo` and `make test` do before they start, on machines of several kinds.

The package tools are small programs of the tests' own, found first on PATH.
"""

import os
import re
import stat
import sys
import threading
from pathlib import Path

import pytest

from tests.house.source import ROOT

sys.path.insert(0, str(ROOT / "resources/setup"))

import debian
import environment
import lock
import pinyin
import prepare

SETUP = ROOT / "resources/setup"
SECONDS = 60
"""A bound for what hangs."""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH; `installed` and `offered` list packages."""
    (tmp_path / "installed").write_text("libgl1\n")
    (tmp_path / "offered").write_text("libgl1\nlibegl1\nlibglib2.0-0\nejabberd\n")
    # Of two architectures it tells in two lines, and of a name that it does not know in none.
    dpkg_query = (
        f'grep -qx "$name" {tmp_path}/installed && printf "$name installed\\n%.0s" amd64 i386'
    )
    tool(tmp_path, "dpkg-query", f"shift 3; for name; do {dpkg_query}; done")
    tool(tmp_path, "apt-cache", apt_cache(tmp_path))
    names = f"for name; do case $name in -*|install) ;; *) echo $name >>{tmp_path}/installed;; esac"
    script = f'echo "$*" >>{tmp_path}/asked; [ "$1" = install ] || exit 0; {names}; done'
    tool(tmp_path, "apt-get", script)
    for name in ("grep", "printf", "env", "sh", "chmod", "rm", "true"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(debian, "POLICY", tmp_path / "policy-rc.d")
    return tmp_path


def apt_cache(folder: Path) -> str:
    """Of a name that no list holds it tells nothing; `virtual` is one without a candidate.

    It speaks the language of the session, as the real one does, and notes each call.
    """
    output = (
        'printf "$name:\\n  Installed: (none)\\n  $word: $version\\n'
        '  Version table:\\n     1 500\\n"'
    )
    return f"""echo called >>{folder}/looked_up; shift
case "$LC_ALL" in C*) word=Candidate;; *) word=候选;; esac
for name; do
  if grep -qx "$name" {folder}/offered; then version=1
  elif [ "$name" = virtual ]; then version="(none)"
  else continue; fi
  {output}
done"""


def tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def root(monkeypatch: pytest.MonkeyPatch, *, is_root: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if is_root else 1000)


def asked(tools: Path) -> str:
    file = tools / "asked"
    return file.read_text() if file.exists() else ""


def test_only_what_is_missing_is_installed_under_the_name_of_this_release(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root(monkeypatch, is_root=True)
    names = debian.missing(["libgl1", "libegl1", "libglib2.0-0t64|libglib2.0-0"])
    assert names == ["libegl1", "libglib2.0-0t64|libglib2.0-0"]
    assert debian.install(names)
    assert asked(tools).splitlines()[-1].endswith("libegl1 libglib2.0-0")
    assert debian.missing(names) == []


@pytest.mark.parametrize(
    ("is_root", "modes"),
    [(True, (0o700, 0o711)), (True, (0o755, 0o755)), (False, (0o700, 0o700))],
)
def test_a_closed_top_folder_is_opened_to_the_accounts_of_services(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_root: bool,
    modes: tuple[int, int],
) -> None:
    before, after = modes
    root(monkeypatch, is_root=is_root)
    monkeypatch.setattr(debian, "TOP", tmp_path)
    tmp_path.chmod(before)
    debian.open_top()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == after
    assert bool(capsys.readouterr().out) == (before != after)


def test_all_names_are_asked_of_the_package_tools_at_once(tools: Path) -> None:
    tool(
        tools, "dpkg-query", f'echo called >>{tools}/calls; printf "a installed\\nb half-installed"'
    )
    assert debian.missing(["a", "b", "c|a", "d"]) == ["b", "d"]
    assert (tools / "calls").read_text() == "called\n"


def test_what_this_release_offers_is_looked_up_once_for_all_names(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a bare machine one call takes up to eight seconds, and thirty names are missing."""
    root(monkeypatch, is_root=True)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    names = ["libegl1", "libglib2.0-0t64|libglib2.0-0", "wine64", "virtual"]
    debian.install(names)
    assert asked(tools).splitlines()[-1].endswith("libegl1 libglib2.0-0")
    assert (tools / "looked_up").read_text() == "called\n"
    assert "Looking up 4 packages" in capsys.readouterr().out
    assert debian.known(names) == ["libegl1", "libglib2.0-0", "wine64", "virtual"]


def test_the_lines_of_apt_that_tell_how_far_it_is_are_shown(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root(monkeypatch, is_root=True)
    spoken = 'echo "Get:1 http://deb.example trixie InRelease"; echo "Reading state"'
    tool(tools, "apt-get", f'[ "$LC_ALL" = C.UTF-8 ] && {{ {spoken}; }}')
    debian.install(["libegl1"])
    output = capsys.readouterr().out
    assert output.count("Get:1 http://deb.example") == 2, "of the lists, and of the packages"
    assert "Reading state" not in output


@pytest.mark.usefixtures("tools")
def test_a_name_that_this_release_does_not_have_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root(monkeypatch, is_root=True)
    assert not debian.install(["libegl1", "wine64"])
    assert debian.missing(["libegl1", "wine64"]) == ["wine64"]


def test_services_cannot_start_while_they_are_installed_and_may_again_afterwards(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root(monkeypatch, is_root=True)
    tool(tools, "apt-get", f'[ "$1" = update ] || {debian.POLICY}; echo $? >{tools}/answer')
    debian.install(["ejabberd"])
    assert (tools / "answer").read_text() == "101\n"
    assert not debian.POLICY.exists()


@pytest.mark.usefixtures("tools")
def test_a_policy_that_was_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    root(monkeypatch, is_root=True)
    debian.POLICY.write_text("the administrator's")
    debian.install(["ejabberd"])
    assert debian.POLICY.read_text() == "the administrator's"


def test_who_may_not_install_gets_one_line_with_all_names(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root(monkeypatch, is_root=False)
    monkeypatch.setitem(prepare.PACKAGES, "demo", ["libgl1", "libegl1", "a|libglib2.0-0"])
    prepare._debian_packages("demo")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].endswith("sudo apt-get install libegl1 libglib2.0-0")
    assert asked(tools) == ""


def test_sudo_that_asks_for_no_password_is_used(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root(monkeypatch, is_root=False)
    tool(tools, "sudo", 'shift; exec "$@"')
    assert debian.may_install()
    assert debian.install(["libegl1"])


def test_a_second_run_installs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installs: list[Path] = []
    monkeypatch.setattr(environment, "_install", lambda _python, names: installs.append(names))
    names = tmp_path / "requirements-none.txt"
    names.write_text("one==1 \\\n    --hash=sha256:00\n")
    for _ in range(2):
        environment.fill(tmp_path / "venv", names, sys.executable)
    assert installs == [names]
    names.write_text("one==2 \\\n    --hash=sha256:00\n")
    environment.fill(tmp_path / "venv", names, sys.executable)
    assert installs == [names, names]


def test_a_hash_that_does_not_match_stops_and_is_tried_again(tmp_path: Path) -> None:
    names = tmp_path / "requirements-wrong.txt"
    names.write_text(f"colorama==0.4.6 \\\n    --hash=sha256:{'0' * 64}\n")
    for _ in range(2):
        with pytest.raises(prepare.subprocess.CalledProcessError):
            environment.fill(tmp_path / "venv", names, sys.executable)


def test_what_writes_the_hashes_and_tables_is_held_by_a_hash_itself() -> None:
    for line in (lock.UV, f"{pinyin.SOURCE} {pinyin.HASH}"):
        assert re.fullmatch(r"[a-z]+==[\d.]+( --hash=sha256:[0-9a-f]{64})+", line)
    installers = [path for path in SETUP.rglob("*.py") if '"install"' in path.read_text()]
    assert {path.name for path in installers} == {"debian.py", "environment.py", "machine.py"}


def test_what_a_workflow_takes_from_elsewhere_is_held_by_its_commit() -> None:
    """A tag can be moved to other content by whoever owns it, or takes it over."""
    workflows = (ROOT / ".github/workflows").glob("*.yml")
    lines = [line for path in workflows for line in path.read_text().splitlines()]
    used = [line.partition("uses:")[2].strip() for line in lines if "uses:" in line]
    assert len(used) > 3
    assert not [name for name in used if not re.fullmatch(r"\S+@[0-9a-f]{40}  # v[\d.]+", name)]


def test_a_tool_of_another_content_is_not_installed(tmp_path: Path) -> None:
    with pytest.raises(prepare.subprocess.CalledProcessError):
        environment.tool(tmp_path / "tool", f"colorama==0.4.6 --hash=sha256:{'0' * 64}")


def test_sources_are_compiled_also_where_python_is_to_keep_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "right.py").write_text("NUMBER = 7\n")
    (tmp_path / "wrong.py").write_text("NUMBER =\n")
    environment.compile_sources(Path(sys.executable), tmp_path)
    assert [path.stem.split(".")[0] for path in tmp_path.rglob("*.pyc")] == ["right"]


def test_pip_and_apt_get_work_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits here until the other has begun."""
    both = threading.Barrier(2, timeout=SECONDS)
    monkeypatch.setattr(prepare, "replaces_python", lambda _purpose: False)
    monkeypatch.setattr(prepare, "_debian_packages", lambda _purpose: both.wait())
    monkeypatch.setattr(prepare, "_fill_environments", lambda _purpose: both.wait() >= 0)
    assert prepare.main(["demo"]) == 0


def test_pip_waits_for_a_package_that_may_replace_its_python(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setitem(prepare.PACKAGES, "demo", ["libgl1", "libpython3.13|libpython3.12"])
    (tools / "installed").write_text("libgl1\nlibpython3.12\n")
    assert not prepare.replaces_python("demo")
    (tools / "installed").write_text("libgl1\n")
    monkeypatch.setattr(prepare, "_debian_packages", lambda _purpose: done.append("packages"))
    monkeypatch.setattr(prepare, "_fill_environments", lambda _purpose: not done.append("pip"))
    assert prepare.main(["demo"]) == 0
    assert done == ["packages", "pip"]


@pytest.mark.parametrize("arguments", [[], ["everything"], ["demo", "test"]])
def test_an_unknown_purpose_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepare.main(arguments) == 2
    assert (
        "demo|demo-extras|lint|test|windows|installer|installer-older|installer-extras|"
        "installer-windows|installer-windows-extras"
    ) in capsys.readouterr().err
