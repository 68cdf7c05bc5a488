"""A file that another program holds open for a moment is replaced and removed all the same."""

from pathlib import Path

import pytest

from workstation import held_files
from workstation.domain.errors import StorageError
from workstation.settings.save import write_atomically

ACCESS_DENIED, SHARING_VIOLATION, DISK_FULL = 5, 32, 112


class Holder:
    """A virus scanner that keeps a file open until it was waited for so many times."""

    def __init__(self, waits: float, code: int) -> None:
        self.waits, self.code, self.waited = waits, code, 0

    def wait(self, _seconds: float) -> None:
        self.waited += 1

    def refuse(self) -> None:
        if self.waited < self.waits:
            error = OSError(13, "Access denied")
            error.winerror = self.code
            raise error


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch):
    """Have every file held from now on."""

    def begin(waits: float, code: int = ACCESS_DENIED) -> Holder:
        holder = Holder(waits, code)
        for name in ("replace", "unlink"):
            really = getattr(Path, name)

            def step(path, *arguments, really=really, **options):
                holder.refuse()
                return really(path, *arguments, **options)

            monkeypatch.setattr(Path, name, step)
        monkeypatch.setattr(held_files, "sleep", holder.wait)
        return holder

    return begin


@pytest.mark.parametrize("code", [ACCESS_DENIED, SHARING_VIOLATION])
def test_settings_are_written_when_the_scanner_has_let_go(tmp_path, hold, code):
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    holder = hold(3, code)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert holder.waited == 3
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


def test_a_held_file_is_removed_when_it_is_let_go(tmp_path, hold):
    path = tmp_path / "left"
    path.touch()
    hold(2)
    held_files.remove(path)
    assert not path.exists()
    held_files.remove(path)


def test_one_that_is_never_let_go_is_an_error_in_the_end(tmp_path, hold, monkeypatch):
    moments = iter([0.0, 1.0, held_files.MAX_SECONDS])
    monkeypatch.setattr(held_files, "monotonic", lambda: next(moments))
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    hold(float("inf"))
    with pytest.raises(StorageError, match=r"cannot write settings\.json: Access denied"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_nothing_is_tried_again_for_another_reason(tmp_path, hold):
    holder = hold(1, DISK_FULL)
    with pytest.raises(OSError, match="Access denied"):
        held_files.remove(tmp_path / "any")
    assert holder.waited == 0


def test_a_reader_of_this_very_system_is_waited_for(tmp_path, monkeypatch):
    """Nothing stands in for anything here: it is Windows, or Linux, that decides."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        monkeypatch.setattr(held_files, "sleep", lambda _seconds: reader.close())
        write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
