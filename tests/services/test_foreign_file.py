from workstation.services.foreign_file import MARK, save_foreign


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


def test_a_file_of_the_longest_name_is_saved(tmp_path):
    path = tmp_path / ("皮" * 83 + ".jpg")
    save_foreign(path, b"bytes")
    assert path.read_bytes() == b"bytes"
