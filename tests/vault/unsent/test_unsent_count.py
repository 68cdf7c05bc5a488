"""How much was not sent, beside the wrapped key: two numbers or nothing."""

import pytest

from workstation.domain.errors import DiskFull
from workstation.domain.unsaved import Unsaved
from workstation.vault.unsent import unsent_count


def test_it_is_two_numbers_and_no_name(tmp_path):
    unsent_count.save(tmp_path, Unsaved(3, 2, ("王小宝",)))
    assert (tmp_path / unsent_count.NAME).read_bytes() == b"3 2"
    assert unsent_count.read(tmp_path) == Unsaved(3, 2)


def test_while_the_vault_is_open_nothing_is_known(tmp_path):
    unsent_count.save(tmp_path, Unsaved(3, 2))
    unsent_count.remove(tmp_path)
    assert unsent_count.read(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"3", b"3 2 1", b"three 2", b"9" * 200])
def test_what_is_no_count_says_nothing(tmp_path, content):
    (tmp_path / unsent_count.NAME).write_bytes(content)
    assert unsent_count.read(tmp_path) is None


def test_a_full_disk_keeps_nobody_from_closing(tmp_path, monkeypatch):
    def refuse(*_):
        raise DiskFull

    monkeypatch.setattr(unsent_count, "write_atomically", refuse)
    unsent_count.save(tmp_path, Unsaved(3, 2))
    assert unsent_count.read(tmp_path) is None
