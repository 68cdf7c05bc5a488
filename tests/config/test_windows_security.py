"""Whose a policy file is on Windows: by owner and access list of the file and its folder.

What Windows says is put together here as bytes, in the layout it hands over; its libraries are
stood in for. The calls themselves run wherever the tests run on Windows.
"""

import ctypes
import stat
import struct
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.library import Function
from workstation.settings import windows_security
from workstation.settings.windows_security import (
    CHANGES_FILE,
    CHANGES_FOLDER,
    AccessEntry,
    Security,
    read_acl,
    read_sid,
    security_of,
    trusted,
)

SYSTEM, ADMINISTRATORS = "S-1-5-18", "S-1-5-32-544"
OWNER_RIGHTS = "S-1-3-4"
USERS, EVERYBODY, SOMEBODY = "S-1-5-32-545", "S-1-1-0", "S-1-5-21-1-2-3-1001"
FULL, READ, MAKE_FILES = 0x1F01FF, 0x120089, 0x116
INHERIT_ONLY = 0x08


def sid(text):
    _, revision, authority, *parts = text.split("-")
    numbers = [int(part) for part in parts]
    head = struct.pack("BB", int(revision), len(numbers)) + int(authority).to_bytes(6, "big")
    return head + struct.pack(f"<{len(numbers)}I", *numbers)


def acl(*entries):
    body = b""
    for kind, flags, mask, whose in entries:
        rest = struct.pack("<I", mask) + sid(whose)
        body += struct.pack("<BBH", kind, flags, 4 + len(rest)) + rest
    return struct.pack("<BBHHH", 2, 0, 8 + len(body), len(entries), 0) + body


MADE_BY_ADMINISTRATORS = ((0, 0, FULL, SYSTEM), (0, 0, FULL, ADMINISTRATORS), (0, 0, READ, USERS))
# What a folder below %ProgramData% inherits: users may make files there, which are then theirs.
BELOW_PROGRAM_DATA = (
    *MADE_BY_ADMINISTRATORS,
    (0, INHERIT_ONLY | 3, FULL, "S-1-3-0"),
    (0, 2, MAKE_FILES, USERS),
)


def security(*entries, owner=ADMINISTRATORS):
    return Security(owner, read_acl(acl(*entries)))


class Windows:
    """The libraries: an owner and a list for each path, and a count of what was given back."""

    def __init__(self, answers):
        self._answers, self._memory, self.freed = answers, [], []

    def WinDLL(self, name):  # noqa: N802  as ctypes has it
        known = {
            "advapi32": {"GetNamedSecurityInfoW": Function(self._ask)},
            "kernel32": {"LocalFree": Function(lambda address: self.freed.append(address.value))},
        }
        return SimpleNamespace(**known[name])

    def _ask(self, path, kind, information, *places):
        owner, group, entries, audit, descriptor = places
        assert (kind, information, group, audit) == (1, 5, None, None)
        answer = self._answers.get(path, 2)
        if isinstance(answer, int):
            return answer
        for place, data in ((owner, sid(answer[0])), (entries, answer[1])):
            if data is not None:
                self._memory.append(ctypes.create_string_buffer(data))
                place._obj.value = ctypes.addressof(self._memory[-1])
        descriptor._obj.value = 22
        return 0


def test_owner_and_list_are_read_and_the_memory_given_back(tmp_path):
    windows = Windows({str(tmp_path): (ADMINISTRATORS, acl((0, 3, FULL, SOMEBODY)))})
    assert security_of(tmp_path, windows) == Security(
        ADMINISTRATORS, (AccessEntry(0, 3, FULL, SOMEBODY),)
    )
    assert windows.freed == [22]


def test_no_list_is_not_an_empty_one(tmp_path):
    windows = Windows({str(tmp_path): (ADMINISTRATORS, None)})
    owner_only = security_of(tmp_path, windows)
    assert owner_only == Security(ADMINISTRATORS, None)
    assert not trusted(owner_only, CHANGES_FILE)
    assert trusted(security(), CHANGES_FILE)


def test_a_file_that_is_not_there_is_told_from_one_windows_does_not_speak_of(tmp_path):
    assert security_of(tmp_path, Windows({})) is None
    with pytest.raises(OSError, match="Windows"):
        security_of(tmp_path, Windows({str(tmp_path): 5}))


@pytest.mark.parametrize("harmful", [CHANGES_FILE, CHANGES_FOLDER])
@pytest.mark.parametrize(
    "right", [0x10000, 0x40000, 0x80000, 0x10000000], ids=["delete", "dac", "owner", "all"]
)
@pytest.mark.parametrize("whose", [USERS, EVERYBODY, SOMEBODY, "S-1-5-11"])
def test_a_right_of_anybody_else_to_take_it_over_is_one_too_many(right, harmful, whose):
    entries = (*MADE_BY_ADMINISTRATORS, (0, 0, right, whose))
    assert not trusted(security(*entries), harmful)


@pytest.mark.parametrize("harmful", [CHANGES_FILE, CHANGES_FOLDER])
def test_what_its_owner_may_do_is_an_administrator_s_where_he_owns_it(harmful):
    """Such a list a folder has that Python 3.13 made with mode 0o700, and after icacls still."""
    made_by_python = tuple((0, 3, FULL, whose) for whose in (SYSTEM, ADMINISTRATORS, OWNER_RIGHTS))
    for owner in (SYSTEM, ADMINISTRATORS):
        assert trusted(security(*made_by_python, owner=owner), harmful)
    for owner in (SOMEBODY, OWNER_RIGHTS):
        assert not trusted(security(*made_by_python, owner=owner), harmful)


@pytest.mark.parametrize("right", [0x2, 0x4, 0x40000000], ids=["write", "append", "generic"])
def test_a_file_may_be_written_by_administrators_alone(right):
    assert trusted(security(*MADE_BY_ADMINISTRATORS), CHANGES_FILE)
    assert not trusted(security(*MADE_BY_ADMINISTRATORS, (0, 0, right, USERS)), CHANGES_FILE)


def test_a_folder_in_which_users_may_make_files_of_their_own_is_an_administrator_s():
    """So it is below ``%ProgramData%`` unless somebody changes it; what they make is theirs."""
    assert trusted(security(*BELOW_PROGRAM_DATA), CHANGES_FOLDER)
    assert not trusted(security(*BELOW_PROGRAM_DATA, (0, 0, 0x40, USERS)), CHANGES_FOLDER)


@pytest.mark.parametrize(
    ("entry", "fits"),
    [
        ((0, INHERIT_ONLY, FULL, EVERYBODY), True),
        ((1, 0, FULL, EVERYBODY), True),
        ((10, 0, FULL, EVERYBODY), True),
        ((9, 0, FULL, EVERYBODY), False),
        ((5, 0, 0, EVERYBODY), False),
        ((0x42, 0, 0, EVERYBODY), False),
    ],
    ids=["inherit only", "denied", "denied if", "allowed if", "object", "unheard of"],
)
def test_only_entries_that_give_nothing_are_passed_over(entry, fits):
    assert trusted(security(*MADE_BY_ADMINISTRATORS, entry), CHANGES_FILE) is fits


@pytest.mark.parametrize("owner", [SOMEBODY, EVERYBODY, ""])
def test_an_owner_may_change_the_list_whatever_it_says(owner):
    assert not trusted(Security(owner, ()), CHANGES_FOLDER)


NUMBERS = st.integers(0, 2**32 - 1)
SIDS = st.builds(
    lambda authority, parts: "-".join(map(str, ("S", 1, authority, *parts))),
    st.integers(0, 2**48 - 1),
    st.lists(NUMBERS, max_size=15),
)


@given(SIDS)
def test_every_sid_is_spelled_as_windows_does(text):
    assert read_sid(sid(text)) == text


@given(st.lists(st.tuples(st.sampled_from([0, 1, 9, 10]), st.integers(0, 255), NUMBERS, SIDS)))
def test_every_list_is_read_entry_by_entry(entries):
    assert read_acl(acl(*entries)) == tuple(AccessEntry(*entry) for entry in entries)


@given(st.binary(max_size=64))
def test_whatever_the_memory_holds_is_a_list_or_refused(data):
    for read in (read_acl, read_sid):
        try:
            read(data)
        except ValueError:
            continue


GOOD_FILE = (ADMINISTRATORS, acl(*MADE_BY_ADMINISTRATORS))
GOOD_FOLDER = (ADMINISTRATORS, acl(*BELOW_PROGRAM_DATA))
OPEN_FOLDER = (SOMEBODY, acl((0, 3, FULL, USERS), (0, 3, FULL, ADMINISTRATORS)))


@pytest.mark.parametrize(
    ("folder", "file", "fault"),
    [
        (None, None, ""),
        (GOOD_FOLDER, None, ""),
        (GOOD_FOLDER, GOOD_FILE, ""),
        (GOOD_FOLDER, (SOMEBODY, acl((0, 0, FULL, SOMEBODY))), "foreign"),
        (GOOD_FOLDER, (ADMINISTRATORS, acl((0, 0, FULL, USERS))), "writable_by_others"),
        (GOOD_FOLDER, (ADMINISTRATORS, None), "writable_by_others"),
        (OPEN_FOLDER, GOOD_FILE, "writable_by_others"),
        (OPEN_FOLDER, None, "folder_of_others"),
    ],
)
def test_on_windows_file_and_folder_are_judged(tmp_path, folder, file, fault):
    path = tmp_path / "policy.json"
    path.touch()
    securities = {str(tmp_path): folder, str(path): file}
    windows = Windows({place: each for place, each in securities.items() if each is not None})
    assert windows_security.distrusted(path, windows) == fault


@pytest.mark.parametrize(
    ("tag", "fault"),
    [(0xA000000C, "foreign"), (0xA0000003, "foreign"), (0x80000013, ""), (0, "")],
    ids=["symbolic link", "junction", "deduplicated", "plain"],
)
def test_on_windows_a_link_is_nobody_s_policy(tmp_path, monkeypatch, tag, fault):
    """What it leads to can be another file tomorrow; other reparse points are the file itself."""
    path = tmp_path / "policy.json"
    status = SimpleNamespace(st_mode=stat.S_IFREG, st_reparse_tag=tag)
    plain = SimpleNamespace(st_mode=stat.S_IFDIR, st_reparse_tag=0)
    statuses = {path: status, tmp_path: plain}
    monkeypatch.setattr(windows_security, "os", SimpleNamespace(lstat=statuses.__getitem__))
    windows = Windows({str(tmp_path): GOOD_FOLDER, str(path): GOOD_FILE})
    assert windows_security.distrusted(path, windows) == fault


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_windows_itself_tells_owner_and_list(tmp_path):
    folder_security = security_of(tmp_path)
    assert folder_security.owner.startswith("S-1-")
    assert folder_security.entries
    assert security_of(tmp_path / "missing") is None
    (tmp_path / "policy.json").write_text("{}")
    assert windows_security.distrusted(tmp_path / "policy.json") in {"foreign", ""}
