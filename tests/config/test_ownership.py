"""Whose a policy file is on Linux and macOS: by owner and mode of the file and its folder."""

import os
from types import SimpleNamespace

import pytest

from workstation.settings import ownership, windows_security
from workstation.settings.ownership import distrusted
from workstation.settings.sources import policy_file_layer

needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="needs root to own the file"
)


def test_which_system_is_asked_is_the_one_that_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(windows_security, "distrusted", lambda _path: "asked")
    monkeypatch.setattr(ownership, "os", SimpleNamespace(name="nt"))
    assert distrusted(tmp_path) == "asked"


@pytest.fixture
def folder(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "policy.json").write_text("{}")
    (tmp_path / "policy.json").chmod(0o644)
    return tmp_path


@needs_root
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_file_that_others_may_write_is_no_policy(folder, mode):
    path = folder / "policy.json"
    assert distrusted(path) == ""
    path.chmod(mode)
    assert distrusted(path) == "writable_by_others"


@needs_root
def test_a_file_of_somebody_else_is_no_policy(folder):
    os.chown(folder / "policy.json", 1000, 1000)
    assert distrusted(folder / "policy.json") == "writable_by_others"


@needs_root
@pytest.mark.parametrize(
    ("mode", "owner", "fault"),
    [
        (0o777, 0, "writable_by_others"),
        (0o775, 0, "writable_by_others"),
        (0o755, 1000, "writable_by_others"),
        (0o1777, 0, ""),
        (0o1777, 1000, "writable_by_others"),
        (0o1755, 1000, "writable_by_others"),
    ],
)
def test_a_folder_from_which_others_can_take_the_file_away_is_no_place(folder, mode, owner, fault):
    folder.chmod(mode)
    os.chown(folder, owner, 0)
    assert distrusted(folder / "policy.json") == fault


@needs_root
def test_behind_a_link_its_target_and_both_folders_count(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    elsewhere.chmod(0o755)
    (folder / "policy.json").rename(elsewhere / "real.json")
    (folder / "policy.json").symlink_to(elsewhere / "real.json")
    assert distrusted(folder / "policy.json") == ""
    elsewhere.chmod(0o777)
    assert distrusted(folder / "policy.json") == "writable_by_others"


@needs_root
def test_without_a_file_a_folder_of_others_is_told(folder):
    (folder / "policy.json").unlink()
    assert distrusted(folder / "policy.json") == ""
    folder.chmod(0o777)
    assert distrusted(folder / "policy.json") == "folder_of_others"
    assert distrusted(folder / "missing" / "policy.json") == ""


@needs_root
@pytest.mark.parametrize("name", ["policy.json", ""])
def test_a_link_that_leads_nowhere_is_a_policy_that_cannot_be_read(folder, name):
    """Its target lies on a share that is not there yet, for one: nobody knows what it binds."""
    path = folder / "ours" / "policy.json"
    if name:
        path.parent.mkdir()
    (folder / "ours" / name).symlink_to(folder / "nowhere")
    layer = policy_file_layer(path)
    assert (layer.fault, layer.place) == ("unreadable", str(path))


@needs_root
def test_a_link_that_others_made_stops_nobody(folder):
    (folder / "policy.json").unlink()
    (folder / "policy.json").symlink_to(folder / "nowhere")
    folder.chmod(0o777)
    assert distrusted(folder / "policy.json") == "folder_of_others"


@needs_root
@pytest.mark.parametrize("make", [lambda path: os.mkfifo(path, 0o644), os.mkdir])
def test_what_is_no_file_is_not_waited_for(folder, make):
    """A pipe is read to its end, which nobody may ever write."""
    (folder / "policy.json").unlink()
    make(folder / "policy.json")
    assert policy_file_layer(folder / "policy.json").fault == "unreadable"
