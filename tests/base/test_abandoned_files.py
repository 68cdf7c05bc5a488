"""What a program that was killed while it saved left behind goes, what is being saved stays."""

import os
import time

import pytest

from workstation.base import held_files
from workstation.base.atomic_write import ABANDONED_SECONDS, create_partial, remove_abandoned


def test_what_lies_there_for_a_day_goes_and_nothing_else(tmp_path):
    old = time.time() - ABANDONED_SECONDS - 60
    for name, at in ((".saving-1", old), (".saving-2", old + 120), ("settings.json", old)):
        (tmp_path / name).write_text("{}")
        os.utime(tmp_path / name, (at, at))
    remove_abandoned(tmp_path, tmp_path / "not made")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".saving-2", "settings.json"]


def test_one_that_somebody_holds_keeps_no_other_there(tmp_path, monkeypatch):
    old, remove = time.time() - ABANDONED_SECONDS - 60, held_files.remove
    for number in range(3):
        (tmp_path / f".saving-{number}").write_text("{}")
        os.utime(tmp_path / f".saving-{number}", (old, old))
    held = []

    def refuse_first(path):
        held.append(path)
        if len(held) == 1:
            raise PermissionError
        remove(path)

    monkeypatch.setattr(held_files, "remove", refuse_first)
    remove_abandoned(tmp_path)
    assert [*tmp_path.iterdir()] == held[:1]


def test_a_file_that_cannot_be_opened_is_not_left_open_nor_there(tmp_path, monkeypatch):
    handles = []

    def fail(handle, _mode):
        handles.append(handle)
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", fail)
        with pytest.raises(MemoryError):
            create_partial(tmp_path, ".part-")
    assert not [*tmp_path.iterdir()]
    with pytest.raises(OSError, match=r"descriptor|handle"):
        os.fstat(handles[0])
