import os
import time
from pathlib import PureWindowsPath

import pytest

from workstation.base.atomic_write import ABANDONED_SECONDS, save_where_chosen
from workstation.domain.errors import DiskFull, PlaceNotWritable
from workstation.services.foreign_file import MARK, mark_place, save_foreign


def test_on_windows_a_saved_file_is_marked_as_one_from_outside(tmp_path):
    """A file with a colon in its name stands here for NTFS's second stream."""
    path = tmp_path / "photo.jpg"
    save_foreign(path, b"bytes", "win32")
    assert path.read_bytes() == b"bytes"
    assert (tmp_path / "photo.jpg:Zone.Identifier").read_bytes() == MARK


def test_elsewhere_nothing_lies_beside_it(tmp_path):
    save_foreign(tmp_path / "photo.jpg", b"bytes", "linux")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_disk_without_streams_keeps_the_file(tmp_path):
    path = tmp_path / "photo.jpg"
    (tmp_path / "photo.jpg:Zone.Identifier").mkdir()
    save_foreign(path, b"bytes", "win32")
    assert path.read_bytes() == b"bytes"


def test_what_a_killed_program_left_of_a_patient_s_file_goes_with_the_next_save(tmp_path):
    """By the folder's own clock, which may be another computer's: what is a day older goes."""
    left, just_now = tmp_path / ".saving-1a2b3c4d", tmp_path / ".saving-5e6f7a8b"
    left.write_bytes(b"half a photo")
    just_now.write_bytes(b"half a photo")
    old = time.time() - ABANDONED_SECONDS - 60
    os.utime(left, (old, old))
    save_foreign(tmp_path / "photo.jpg", b"bytes", "linux")
    assert sorted(path.name for path in tmp_path.iterdir()) == [just_now.name, "photo.jpg"]


def test_what_a_clock_that_ran_ahead_dated_goes_as_well(tmp_path):
    left = tmp_path / ".saving-1a2b3c4d"
    left.write_bytes(b"half a photo")
    ahead = time.time() + ABANDONED_SECONDS + 60
    os.utime(left, (ahead, ahead))
    save_foreign(tmp_path / "photo.jpg", b"bytes", "linux")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_file_of_the_longest_name_is_saved(tmp_path):
    path = tmp_path / ("皮" * 83 + ".jpg")
    save_foreign(path, b"bytes")
    assert path.read_bytes() == b"bytes"


def test_a_file_whose_name_is_one_letter_is_none_of_another_drive():
    """So the save of a doctor who typed but that would have ended as a defect, on Python 3.11."""
    place = mark_place(PureWindowsPath("C:/photos/a"))
    assert str(place) == r"C:\photos\a:Zone.Identifier"


@pytest.mark.parametrize("write", [save_foreign, save_where_chosen])
def test_a_place_that_takes_no_file_is_another_s_to_choose(tmp_path, write):
    """Nothing is wrong with this computer's own data, and no new start of the program helps."""
    (tmp_path / "file").touch()
    with pytest.raises(PlaceNotWritable):
        write(tmp_path / "file/photo.jpg", b"bytes")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_is_told_as_one(tmp_path, monkeypatch):
    def full(*_):
        raise DiskFull("full")

    monkeypatch.setattr("workstation.base.atomic_write.write_atomically", full)
    with pytest.raises(DiskFull):
        save_where_chosen(tmp_path / "photo.jpg", b"bytes")
