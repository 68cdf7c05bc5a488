"""What a program that was killed while it saved left behind goes, what is being saved stays."""

import os
import time

import pytest

from workstation.atomic_write import ABANDONED_SECONDS, create_partial, remove_abandoned


def test_what_lies_there_for_a_day_goes_and_nothing_else(tmp_path):
    old = time.time() - ABANDONED_SECONDS - 60
    for name, at in ((".saving-1", old), (".saving-2", old + 120), ("settings.json", old)):
        (tmp_path / name).write_text("{}")
        os.utime(tmp_path / name, (at, at))
    remove_abandoned(tmp_path, tmp_path / "not made")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".saving-2", "settings.json"]


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
