"""Where the installing step looks for what was staged."""

import os
from pathlib import Path

import pytest

from workstation.updates import staged


@pytest.mark.skipif(os.name != "posix", reason="Windows lists who has worked on a computer")
@pytest.mark.parametrize("home", ["wang@hospital.example", "HOSPITAL/wang"])
def test_an_account_of_the_hospital_s_domain_is_looked_into(tmp_path, home):
    """The system lists accounts of its own files alone, where thousands are in a directory."""
    (tmp_path / home / ".cache/doctor-workstation").mkdir(parents=True)
    assert tmp_path / home in staged._unix_homes(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_nothing_behind_a_link_of_an_account_is_looked_at(tmp_path, monkeypatch):
    """To look is to go there: to a server that is shown who the computer is."""
    there = tmp_path / "elsewhere/updates/staged"
    there.mkdir(parents=True)
    link = tmp_path / "cache"
    link.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    looked_at = []
    for call in (os.stat, os.lstat):
        monkeypatch.setattr(os, call.__name__, recorded(call, looked_at))
    assert staged._stands_here(there, "win32")
    assert there in looked_at
    looked_at.clear()
    assert not staged._stands_here(link / "updates/staged", "win32")
    assert looked_at
    assert not [path for path in looked_at if link in path.parents]


def recorded(call, calls):
    """A call of the system's that notes of which path it was asked."""

    def ask(path, *words, **named):
        calls.append(Path(path))
        return call(path, *words, **named)

    return ask
