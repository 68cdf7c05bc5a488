"""Folders in which this user may not look, homes that are none, umasks of another's making.

Who is root may look everywhere; a name that is too long is refused to everybody, by the same error.
"""

import json
import os
import pwd
import sys
from pathlib import Path

import pytest

from tests.fakes.secrets import MemorySecrets, SafeKeys
from tests.ui.fresh import said_by, words_of_the_window
from tests.vault.people import KEY
from workstation.__main__ import main
from workstation.base.paths import NO_HOME, Folders, exists
from workstation.base.process_environment import mend_umask
from workstation.domain.errors import FolderNotWritable, StorageError
from workstation.services.audit_check import check_audit
from workstation.session.disk_retry import require_free_space
from workstation.support.diagnostics_files import storage
from workstation.ui.kit.strings import error_text
from workstation.ui.shell import startup_minimised
from workstation.ui.shell.desktop_preferences import has_session_bus
from workstation.vault.database import Vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners, modes and homes of Unix")

CLOSED = "x" * 300
DEFECT = """
import sys
from pathlib import Path
from workstation.program import app, program_parts

async def broken():
    raise LookupError

program_parts.open_system_keyring = broken
app.stop = lambda *_: 2
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""


@pytest.fixture
def closed(tmp_path: Path) -> Folders:
    """Those of a profile whose folders let nobody look."""
    return Folders.of_profile(tmp_path / CLOSED)


def test_what_may_not_be_looked_for_is_not_there(closed, tmp_path):
    assert exists(tmp_path)
    assert not exists(closed.data)
    assert not startup_minimised.is_chosen(closed.data / startup_minimised.FILE)
    require_free_space(closed, 1)


def test_a_runtime_folder_of_somebody_else_has_no_bus_for_this_user(tmp_path, monkeypatch):
    """As in a terminal in which one became another user by ``su``."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / CLOSED))
    assert not has_session_bus()


def test_a_window_says_that_its_folders_are_not_to_be_used(tmp_path):
    words = words_of_the_window("", tmp_path / CLOSED)
    assert words[0] == error_text(FolderNotWritable()).what
    assert words[-1] == "2"


@pytest.mark.parametrize("keys", [SafeKeys(), MemorySecrets()])
async def test_the_audit_log_of_such_a_profile_is_a_sentence(closed, keys):
    with pytest.raises(StorageError):
        await check_audit(closed.data, keys)


async def test_an_audit_log_behind_a_link_that_leads_nowhere_is_none_that_was_not_begun(tmp_path):
    """Nothing can be written there, and who looks after security has to know."""
    (tmp_path / "audit").symlink_to(tmp_path / "share")
    with pytest.raises(FolderNotWritable, match="audit -> "):
        await check_audit(tmp_path, SafeKeys())


def test_who_asks_for_diagnostics_of_such_a_profile_gets_them(closed):
    assert json.loads(storage(closed, None).text) == {"accounts": []}


@pytest.mark.parametrize("option", ["--profile", "--verify", "--diagnostics"])
def test_an_argument_that_may_not_be_looked_at_is_a_sentence(option, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([option, str(tmp_path / CLOSED / "x")])
    assert "File name too long" in capsys.readouterr().err


def test_a_user_without_a_home_has_folders_that_nobody_can_make(monkeypatch):
    def nobody(_number):
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert Folders.of_user("linux", {}).data.is_relative_to(NO_HOME)


def test_a_folder_whose_name_is_not_utf_8_is_a_sentence(tmp_path):
    """As of a home that was called so in GBK."""
    folder = tmp_path / os.fsdecode("王医生".encode("gbk"))
    folder.mkdir()
    with pytest.raises(FolderNotWritable):
        Vault.open(folder / "vault.db", KEY)


@pytest.mark.parametrize(
    ("inherited", "mended"), [(0o777, 0o077), (0o000, 0o022), (0o022, 0o022), (0o027, 0o027)]
)
def test_its_files_are_its_user_s_whatever_umask_is_inherited(inherited, mended):
    before = os.umask(inherited)
    mend_umask()
    assert os.umask(before) == mended


def test_a_defect_before_anybody_signs_in_stands_in_the_log_too(tmp_path):
    assert said_by(DEFECT, str(tmp_path)) == ["2"]
    assert "LookupError" in (tmp_path / "logs/workstation.log").read_text(encoding="utf-8")
