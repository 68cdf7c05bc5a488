"""Whose a policy file is, as Windows tells it: its two libraries are stood in for."""

import ctypes
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from workstation.settings import ownership
from workstation.settings.ownership import only_administrators_write, windows_owner

ADMINISTRATORS, SOMEBODY = "S-1-5-32-544", "S-1-5-21-1-2-3-1001"


class Function:
    """A function of a library, with the types of its arguments as they were declared."""

    def __init__(self, does):
        self.does, self.argtypes = does, None

    def __call__(self, *arguments):
        assert len(arguments) == len(self.argtypes)
        return self.does(*arguments)


class Windows:
    """Both libraries: one owner for every file, and a count of what was given back."""

    def __init__(self, owner, *, status=0):
        self._owner, self._status = owner, status
        self._spelled = ctypes.create_unicode_buffer(owner)
        self.freed = []

    def WinDLL(self, name):  # noqa: N802  as ctypes has it
        known = {
            "advapi32": {
                "GetNamedSecurityInfoW": Function(self._ask),
                "ConvertSidToStringSidW": Function(self._spell),
            },
            "kernel32": {"LocalFree": Function(lambda address: self.freed.append(address.value))},
        }
        return SimpleNamespace(**known[name])

    def _ask(self, *arguments):
        *asked, owner, group, access, audit, descriptor = arguments
        assert asked == ["policy.json", 1, 1]
        assert (group, access, audit) == (None, None, None)
        if self._status == 0:
            owner._obj.value, descriptor._obj.value = 11, 22
        return self._status

    def _spell(self, owner, text):
        assert owner.value == 11
        text._obj.value = ctypes.addressof(self._spelled)
        return 1


def test_the_owner_is_told_and_the_memory_given_back():
    windows = Windows(ADMINISTRATORS)
    assert windows_owner(Path("policy.json"), windows) == ADMINISTRATORS
    assert windows.freed == [ctypes.addressof(windows._spelled), 22]


def test_a_windows_that_does_not_tell_names_nobody():
    windows = Windows(ADMINISTRATORS, status=5)
    assert windows_owner(Path("policy.json"), windows) == ""
    assert windows.freed == [None, None]


@pytest.mark.parametrize(("owner", "trusted"), [(ADMINISTRATORS, True), (SOMEBODY, False)])
def test_on_windows_a_file_that_a_user_made_is_no_policy(owner, trusted, monkeypatch):
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(ownership, "windows_owner", lambda _path: owner)
    path = SimpleNamespace()
    assert only_administrators_write(path) is trusted
