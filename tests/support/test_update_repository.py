"""IT's command: what it says, what it answers a script, and what lies in the folder afterwards."""

import itertools
import os
import stat

import pytest

from tests.fakes.update_repository import PASSPHRASE
from tests.full_disk import small_disk
from workstation.__main__ import main
from workstation.base.clock import DAY_MS, SystemClock
from workstation.base.paths import Folders
from workstation.program.command_line import USAGE_ERROR
from workstation.support.update_repository import DONE, NOT_DONE, TO_DO
from workstation.ui.kit.strings import Language, set_language


@pytest.fixture
def command(tmp_path, capsys):
    """Run it with the keys and passphrase of this test; its status, and what it wrote."""
    (tmp_path / "phrase").write_text(f"{PASSPHRASE}\n")
    folder, keys = tmp_path / "share", tmp_path / "keys"

    def run(name, *words, keyed=True):
        opened = ("--keys", str(keys), "--passphrase-file", str(tmp_path / "phrase"))
        line = [name, str(folder), *map(str, words), *(opened if keyed else ())]
        status = main(["--update-repository", *line])
        return status, capsys.readouterr().out

    run.folder, run.keys, run.phrase = folder, keys, tmp_path / "phrase"
    return run


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "doctor-workstation_1.4.0_amd64.deb"
    path.write_bytes(b"package")
    return path


def test_from_nothing_to_a_version_on_every_computer(command, package):
    status, output = command("init")
    assert status == DONE
    assert '"update.root": "' in output
    assert command("add", package)[0] == DONE
    assert command("promote", "1.4.0", "--ring", "pilot")[0] == DONE
    assert command("promote", "1.4.0", "--ring", "all")[0] == DONE
    assert command("withdraw", "1.4.0", "--ring", "all")[0] == DONE
    assert command("sign")[0] == DONE
    assert command("sign", "--renew-releases", "--renew-root")[0] == DONE
    status, output = command("expire-check", keyed=False)
    assert status == DONE
    assert output.count("\n") == 4
    assert (command.folder / "metadata/2.root.json").exists()


def test_it_speaks_the_language_that_is_set(command, package, monkeypatch, tmp_path):
    """What was put in is for no computer yet, and it says so."""
    monkeypatch.setattr(Folders, "of_user", lambda: Folders.of_profile(tmp_path / "of IT"))
    (tmp_path / "of IT/config").mkdir(parents=True)
    (tmp_path / "of IT/config/settings.json").write_text('{"ui.language": "en"}')
    try:
        assert "The policy's line:" in command("init")[1]
        assert "once it is promoted to their ring" in command("add", package)[1]
        assert "for the ring all" in command("promote", "1.4.0", "--ring", "all")[1]
        assert "still approved for: all" in command("withdraw", "1.4.0", "--ring", "pilot")[1]
    finally:
        set_language(Language.ZH)


def test_keys_are_for_their_owner_and_metadata_for_everybody(command):
    command("init")
    names = {path.name for path in command.keys.iterdir()}
    assert names == {
        f"{name}.pem" for name in ("root-1", "root-2", "root-3", "release-1", "freshness-1")
    }
    assert all(b"ENCRYPTED" in path.read_bytes() for path in command.keys.iterdir())
    assert not list(command.folder.rglob("*.pem"))
    if os.name == "posix" and stat.S_IMODE(command.folder.stat().st_mode) & stat.S_IROTH:
        modes = {stat.S_IMODE(path.stat().st_mode) for path in command.folder.rglob("*.json")}
        assert modes == {0o644}


def test_a_second_signature_is_waited_for(command, package):
    command("init", "--release-keys", "2", "--release-threshold", "2")
    away = command.keys.parent / "release-2.pem"
    (command.keys / "release-2.pem").rename(away)
    status, output = command("add", package)
    assert status == TO_DO
    assert "1" in output
    assert "2" in output
    away.rename(command.keys / "release-2.pem")
    assert command("sign")[0] == DONE


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nowhere_1.4.0.deb"),
        ("add", __file__, "--version", "1.4.0"),
        ("add", __file__),
        ("promote", "9.9.9", "--ring", "all"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(command, words):
    command("init")
    before = sorted(path.name for path in command.folder.rglob("*"))
    status, output = command(*words)
    assert status == NOT_DONE
    assert len(output.strip()) > 10
    assert "updates." not in output
    assert sorted(path.name for path in command.folder.rglob("*")) == before


def test_a_package_whose_name_tells_no_version_is_not_added(command, package):
    command("init")
    nameless = package.rename(package.with_name("letter.deb"))
    assert command("add", nameless)[0] == NOT_DONE
    assert not list((command.folder / "targets").iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "doctor workstation_1.4.0_amd64.deb",
        "医生工作站_1.4.0.deb",
        "doctor-workstation_1.4.0(1).deb",
        f"doctor-workstation_1.4.0_{'x' * 120}.deb",
        "doctor-workstation_01.4.0.deb",
        "doctor-workstation_1.4.123456.deb",
    ],
)
def test_a_package_that_no_computer_would_take_is_not_added(command, package, name):
    """They pass over such a name without a word: nobody would know why nothing comes."""
    command("init")
    status, output = command("add", package.rename(package.with_name(name)))
    assert status == NOT_DONE
    assert len(output.strip()) > 10
    assert not list((command.folder / "targets").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="a file system is mounted")
def test_a_package_that_finds_no_room_leaves_nothing_of_it(command, package):
    command("init")
    package.write_bytes(bytes(2 * 1024 * 1024))
    with small_disk(command.folder / "targets", megabytes=1):
        status, output = command("add", package)
        assert status == NOT_DONE
        assert len(output.strip()) > 10
        assert not list((command.folder / "targets").iterdir())


def test_a_repository_that_cannot_be_made_leaves_no_keys_in_the_way(command):
    """A second try would find them, and never writes over a key."""
    command.folder.write_text("a file")
    line = ["init", str(command.folder / "share"), "--keys", str(command.keys)]
    assert (
        main(["--update-repository", *line, "--passphrase-file", str(command.phrase)]) == NOT_DONE
    )
    assert not command.keys.exists()


def test_a_package_larger_than_computers_fetch_is_not_added(command, package, monkeypatch):
    command("init")
    monkeypatch.setattr("workstation.updates.publishing.packages.PACKAGE_BYTES", 6)
    assert command("add", package)[0] == NOT_DONE


@pytest.mark.parametrize(("days", "status"), [(15, DONE), (25, TO_DO), (40, NOT_DONE)])
def test_what_is_near_its_end_says_what_renews_it(command, monkeypatch, days, status):
    command("init")
    later = SystemClock().now_ms() + days * DAY_MS
    monkeypatch.setattr(SystemClock, "now_ms", lambda _clock: later)
    done, output = command("expire-check", keyed=False)
    assert (done, "sign" in output) == (status, status != DONE)


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
@pytest.mark.parametrize("content", [b"", b'{"signed": {', b"[]", b"\xff\xfe{"])
def test_a_repository_that_was_cut_short_is_not_called_nearly_expired(command, role, content):
    """A task that watches goes by the status: 1 would say that there are days left."""
    command("init")
    (path,) = command.folder.glob(f"metadata/*{role}.json")
    path.write_bytes(content)
    status, output = command("expire-check", keyed=False)
    assert status == NOT_DONE
    assert len(output.strip()) > 10
    path.unlink()
    assert command("expire-check", keyed=False)[0] == NOT_DONE


def test_a_draft_that_was_cut_short_is_said(command, package):
    command("init")
    (command.keys / "freshness-1.pem").rename(command.keys.parent / "away.pem")
    assert command("add", package)[0] == TO_DO
    (command.folder / "draft/targets.json").write_bytes(b"{")
    assert command("sign")[0] == NOT_DONE
    assert command("promote", "1.4.0", "--ring", "all")[0] == NOT_DONE


def test_a_passphrase_file_from_windows_opens_what_was_typed(command, package):
    command("init")
    command.phrase.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\n")
    assert command("add", package)[0] == DONE
    command.phrase.write_bytes(PASSPHRASE.encode("utf-16"))
    status, output = command("sign")
    assert status == NOT_DONE
    assert PASSPHRASE not in output


def test_a_task_without_anybody_who_types_is_not_done(command, monkeypatch, capsys):
    command("init")

    def nobody(_prompt):
        raise EOFError

    monkeypatch.setattr("getpass.getpass", nobody)
    line = ["sign", str(command.folder), "--keys", str(command.keys)]
    assert main(["--update-repository", *line]) == NOT_DONE
    assert "--passphrase-file" in capsys.readouterr().out


def test_a_package_that_changed_needs_a_new_version(command, package):
    command("init")
    command("add", package)
    package.write_bytes(b"another")
    assert command("add", package)[0] == NOT_DONE


def test_a_short_or_wrong_passphrase_is_refused(command, package):
    command.phrase.write_text("short\n")
    assert command("init")[0] == NOT_DONE
    command.phrase.write_text(f"{PASSPHRASE}\n")
    for path in command.keys.glob("*.pem"):
        path.unlink()
    assert command("init")[0] == DONE
    command.phrase.write_text("another passphrase\n")
    assert command("add", package)[0] == NOT_DONE


def test_a_passphrase_that_is_not_typed_the_same_twice_makes_no_key(command, monkeypatch):
    typed = itertools.cycle([PASSPHRASE, f"{PASSPHRASE}!"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    line = ["init", str(command.folder), "--keys", str(command.keys)]
    assert main(["--update-repository", *line]) == NOT_DONE
    assert not list(command.keys.glob("*.pem"))


def test_a_full_folder_is_not_made_into_a_repository(command):
    command.folder.mkdir()
    (command.folder / "letter.txt").write_text("dear")
    assert command("init")[0] == NOT_DONE
    assert not command.keys.exists()


def test_without_the_key_that_publishes_nothing_is_half_done(command):
    command("init")
    (command.keys / "freshness-1.pem").unlink()
    assert command("sign")[0] == NOT_DONE


def test_a_folder_of_keys_that_is_not_there_is_named(command, package):
    """Else every signature would be missing, and a draft would wait for them."""
    command("init")
    command("add", package)
    command.keys.rename(command.keys.with_name("elsewhere"))
    status, output = command("promote", "1.4.0", "--ring", "pilot")
    assert (status, str(command.keys) in output) == (NOT_DONE, True)
    assert not list((command.folder / "draft").iterdir())


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["promote", "share", "1.4", "--ring", "all", "--keys", "keys"],
        ["promote", "share", "1.4.0", "--ring", "Über all", "--keys", "keys"],
    ],
)
def test_a_wrong_command_line_ends_with_status_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--update-repository", *words])
    assert ended.value.code == USAGE_ERROR
    assert capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file whose reading hangs: a FIFO")
def test_a_pipe_in_the_place_of_one_of_its_files_is_not_waited_for(command, package):
    command("init")
    package.unlink()
    os.mkfifo(package)
    status, output = command("add", package)
    assert status == NOT_DONE
    assert str(package) in output
    root = command.folder / "metadata/1.root.json"
    root.unlink()
    os.mkfifo(root)
    assert command("expire-check", keyed=False)[0] == NOT_DONE
