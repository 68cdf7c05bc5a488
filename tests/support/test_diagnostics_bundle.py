"""What an administrator is given, made from sources full of secrets."""

import datetime as dt
import io
import json
import logging
import threading
import zipfile
from pathlib import Path

import pytest

from tests.fakes.secrets import SafeKeys
from tests.support.findings import StoppedClock
from workstation.base import log
from workstation.base.paths import Folders
from workstation.config import DECLARATIONS
from workstation.domain.diagnostics_bundle import DiagnosticsFile, pack
from workstation.domain.errors import ConfigurationError, StorageError, WrongKey
from workstation.domain.findings import Layer as CheckLayer
from workstation.domain.findings import Report, Verdict, degraded, failed
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import diagnostics_bundle, diagnostics_files
from workstation.support.check_report import JsonReport
from workstation.support.self_test import Target
from workstation.support.versions import facts
from workstation.vault.database import Vault
from workstation.vault.keys.key_chains import KeyChains
from workstation.vault.rescue import health

SECRET = "wangxiaobao-5f2a9c"


def test_every_setting_is_told_with_where_it_came_from():
    layers = [
        SettingsLayer(
            SettingsSource.POLICY_FILE, {"data.retention_days": 30, "locked": ["ui.theme"]}
        ),
        SettingsLayer(SettingsSource.USER, {"ui.language": "en"}),
    ]
    settings = json.loads(diagnostics_files.settings(resolve(layers)).text)
    assert settings["values"].keys() == {declaration.key for declaration in DECLARATIONS}
    assert settings["values"]["data.retention_days"] == {
        "value": 30, "source": "policy_file", "locked": True,
    }  # fmt: skip
    assert settings["values"]["ui.language"]["source"] == "user"
    assert settings["values"]["ui.theme"] == {
        "value": "system",
        "source": "default",
        "locked": True,
    }
    assert settings["problems"] == []


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("network.proxy", f"http://{SECRET}:{SECRET}@proxy.example:3128",
         "http://…@proxy.example:3128"),
        ("network.proxy", "http://proxy.example:3128", "http://proxy.example:3128"),
        ("network.proxy", "system", "system"),
        ("network.ca_file", f"/home/{SECRET}/ca.pem", "ca.pem"),
        ("network.ca_file", rf"C:\Users\{SECRET}\ca.pem", "ca.pem"),
        ("network.ca_file", "", ""),
    ],
)  # fmt: skip
def test_a_setting_that_can_hold_a_secret_is_told_without_it(key, value, expected):
    paper = diagnostics_files.settings(
        resolve([SettingsLayer(SettingsSource.POLICY_FILE, {key: value})])
    )
    assert json.loads(paper.text)["values"][key]["value"] == expected
    assert SECRET not in paper.text


def test_what_users_wrote_into_their_file_is_not_repeated():
    layer = SettingsLayer(
        SettingsSource.USER, {SECRET: SECRET, "ui.theme": SECRET, "log.level": SECRET}
    )
    resolution = resolve([layer])
    paper = diagnostics_files.settings(resolution)
    assert SECRET not in paper.text
    reasons = {(one["key"], one["reason"]) for one in json.loads(paper.text)["problems"]}
    assert reasons == {
        ("-", "unknown_key"), ("ui.theme", "bad_value"), ("log.level", "not_allowed"),
    }  # fmt: skip


def test_the_check_is_told_without_keys_of_users_and_paths():
    place = f"/home/{SECRET}/settings.json"
    report = Report(
        (
            degraded(
                CheckLayer.CONFIGURATION, "unknown_key", source="user", setting=SECRET, place=place
            ),
            degraded(
                CheckLayer.CONFIGURATION,
                "bad_value",
                source="user",
                setting="ui.theme",
                place=place,
            ),
            failed(CheckLayer.DISK, StorageError(f"cannot make /home/{SECRET}"), Verdict.UNUSABLE),
            failed(
                CheckLayer.TOKEN, ConfigurationError(f"the CA file /home/{SECRET} cannot be read")
            ),
            failed(CheckLayer.CONFIGURATION, PolicyUnusable("ca_file", f"/home/{SECRET}/ca.pem")),
        )
    )
    text = JsonReport(StoppedClock(), plain=True).end(report)
    assert SECRET not in text
    assert "ui.theme" in text
    assert SECRET in JsonReport(StoppedClock()).end(report), "the administrator's own screen"


def breaks():
    raise ValueError(SECRET)


def test_the_log_is_taken_as_this_program_wrote_it_and_nothing_else(tmp_path):
    folders = Folders.of_profile(tmp_path)
    handler = log.start(folders.logs)
    try:
        logging.getLogger("workstation.trial").info("read %s of %d", SECRET, 7)
        try:
            breaks()
        except ValueError:
            logging.getLogger("workstation.trial").info("it broke", exc_info=True)
    finally:
        log.stop(handler)
    with (folders.logs / log.FILE).open("a", encoding="utf-8") as file:
        file.write(f"{SECRET}: written by something else\n")
    (folders.logs / "other.txt").write_text(SECRET)
    (paper,) = diagnostics_files.logs(folders)
    assert SECRET not in paper.text
    assert paper.name == f"logs/{log.FILE}"
    lines = paper.text.splitlines()
    assert "read <text of 18> of 7" in lines[0]
    assert [line for line in lines if "test_diagnostics_bundle.py" in line]
    assert "written by something else" not in paper.text


def test_the_database_is_told_by_health_and_rows(tmp_path):
    path, key = tmp_path / "vault.db", bytes(32)
    vault = Vault.open(path, key)
    vault.close()
    database_health = health.check(path, key)
    paper = diagnostics_files.storage(Folders.of_profile(tmp_path), database_health)
    storage = json.loads(paper.text)["open"]
    assert storage["size"] > 0
    assert storage["rows"]["message"] == storage["rows"]["outbox"] == 0
    assert not [name for name in storage["rows"] if name.startswith("message_index")]


def test_a_database_that_does_not_open_is_told_by_its_error(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, bytes(32)).close()
    with pytest.raises(WrongKey) as error:
        health.check(path, b"k" * 32)
    storage = json.loads(diagnostics_files.storage(Folders.of_profile(tmp_path), error.value).text)
    assert storage["open"]["error"] == "storage.key"


def test_versions_name_neither_the_computer_nor_its_user():
    import getpass
    import platform

    versions = facts()
    assert {"program", "python", "sqlite", "expat", "openssl", "system"} <= versions.keys()
    assert all(isinstance(value, str) for value in versions.values())
    assert versions["bundled"] == "no"
    assert platform.node() not in versions.values()
    assert getpass.getuser() not in versions.values()


def test_the_archive_holds_the_papers_word_for_word_for_one_reader():
    files = [
        DiagnosticsFile("README.txt", "清单\n"),
        DiagnosticsFile("logs/workstation.log", "x\n"),
    ]
    content = pack(files, 1_764_000_000_000)
    assert content == pack(files, 1_764_000_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert [entry.filename for entry in archive.infolist()] == [one.name for one in files]
        assert archive.read("README.txt").decode() == "清单\n"
        assert {entry.external_attr >> 16 & 0o777 for entry in archive.infolist()} == {0o600}
        assert archive.infolist()[0].date_time[:3] == (2025, 11, 24)


@pytest.mark.parametrize("year", [1601, 1970, 1979])
def test_a_computer_whose_clock_was_reset_gets_its_papers(year):
    """A zip knows no time before 1980."""
    at_ms = int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp() * 1000)
    with zipfile.ZipFile(
        io.BytesIO(pack([DiagnosticsFile("README.txt", "x\n")], at_ms))
    ) as archive:
        assert archive.infolist()[0].date_time[0] == 1980


def test_a_log_and_a_picture_that_may_not_be_read_keep_nothing_from_it(tmp_path, monkeypatch):
    folders = Folders.of_profile(tmp_path)
    folders.prepare()
    for name in ("workstation.log", "workstation.log.1"):
        (folders.logs / name).write_text("")
    cache = folders.accounts_cache / "one"
    cache.mkdir(parents=True)
    (folders.accounts_data / "one").mkdir(parents=True)
    (cache / "locked").write_bytes(b"1")
    (cache / "open").write_bytes(b"22")
    forbidden = {folders.logs / "workstation.log.1", cache / "locked"}

    def unless_forbidden(method):
        def asked(path, *words, **named):
            if path in forbidden:
                raise PermissionError(13, "Permission denied")
            return method(path, *words, **named)

        return asked

    for name in ("read_text", "stat"):
        monkeypatch.setattr(Path, name, unless_forbidden(getattr(Path, name)))
    whole, locked = diagnostics_files.logs(folders)
    assert (whole.text, locked.text) == ("", "(Permission denied)\n")
    storage = json.loads(diagnostics_files.storage(folders, None).text)
    (account,) = storage["accounts"]
    assert (account["media_files"], account["media_bytes"]) == (1, 2)


async def test_what_lies_on_the_disk_is_read_in_another_thread(
    qapp,  # noqa: ARG001  what Qt says of itself is among the papers
    tmp_path,
    monkeypatch,
):
    """Five files of log and thousands of pictures held the window for 130 ms."""
    folders = Folders.of_profile(tmp_path)
    folders.prepare()
    (folders.data / "accounts" / "one").mkdir(parents=True)
    folders.logs.mkdir(exist_ok=True)
    (folders.logs / log.FILE).touch()
    threads: dict[str, int] = {}

    def noting(read):
        def read_and_note(path):
            threads[read.__name__] = threading.get_ident()
            return read(path)

        return read_and_note

    async def nothing(*_):
        return Report(())

    monkeypatch.setattr(diagnostics_bundle, "examine", nothing)
    monkeypatch.setattr(log, "read_own_lines", noting(log.read_own_lines))
    monkeypatch.setattr(diagnostics_files, "_size", noting(diagnostics_files._size))
    await diagnostics_bundle.gather(resolve([]), folders, KeyChains(SafeKeys()), Target())
    assert threads.keys() == {"read_own_lines", "_size"}
    assert threading.get_ident() not in threads.values()
