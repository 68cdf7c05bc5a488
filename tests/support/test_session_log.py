"""What the log tells of the program and of its settings: keys and sources, never a value."""

import enum

import pytest

from workstation.base import log
from workstation.base.paths import Folders
from workstation.domain.errors import ConnectionDropped
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import session_log

FACTS = {"program": "0.1.0", "system": "Linux", "distribution": "Debian 13 (trixie)"}


class Deaf(enum.Enum):
    HostNotFoundError = 2


@pytest.fixture
def lines(tmp_path, caplog):  # noqa: ARG001  the log is judged here
    """What is written when a run starts under these layers of settings."""

    def started(*layers, facts=FACTS, deaf=None):
        folders = Folders.of_profile(tmp_path)
        session_log.stop(session_log.start(folders, resolve(layers), facts, deaf))
        return (folders.logs / log.FILE).read_text(encoding="utf-8")

    return started


def test_a_run_tells_its_version_and_computer_and_its_end(lines):
    written = lines()
    assert "started: version 0.1.0, on Linux, Debian 13 (trixie), shown by <text of 0>" in written
    assert written.splitlines()[-1].endswith("ended")


def test_the_policy_is_told_by_key_and_source_without_its_values(lines):
    policy = SettingsLayer(
        SettingsSource.POLICY_FILE, {"api.base": "https://hospital.example", "ui.theme": 3}
    )
    registry = SettingsLayer(SettingsSource.REGISTRY, {"log.level": "debug", "api.bsae": "x"})
    user = SettingsLayer(SettingsSource.USER, {"demo.allowed": False, "王小宝": 1, "dr.wang": 1})
    written = lines(registry, policy, user)
    for line in (
        "setting api.base by policy_file",
        "setting log.level by registry",
        "refused, bad_value: ui.theme in policy_file",
        "refused, unknown_key: api.bsae in registry",
        "refused, not_allowed: demo.allowed in user",
        "refused, unknown_key: <text of 3> in user",
        "refused, unknown_key: <text of 7> in user",
    ):
        assert line in written, line
    assert "hospital" not in written


def test_what_is_good_and_does_nothing_beside_another_setting_is_not_called_refused(lines):
    """Whoever reads “refused” looks for a mistake in the value, and there is none."""
    registry = SettingsLayer(SettingsSource.REGISTRY, {"waiting.red": 20, "waiting.amber": 30})
    policy = SettingsLayer(
        SettingsSource.POLICY_FILE,
        {"lock.idle_minutes": 5, "vault.key": "system", "waiting.red": 40, "locked": ["api.base"]},
    )
    written = lines(registry, policy)
    for line in (
        "without effect, no_effect: lock.idle_minutes in policy_file",
        "without effect, overruled: waiting.red in policy_file",
        "without effect, too_late: waiting.amber in registry",
        "without effect, any_server: locked in policy_file",
    ):
        assert line in written, line
    assert "refused" not in written


def test_that_no_second_start_can_call_is_told(lines):
    assert "cannot call this window: hostnotfounderror" in lines(deaf=Deaf.HostNotFoundError)


def test_a_source_that_cannot_be_read_is_told(lines):
    written = lines(SettingsLayer(SettingsSource.USER, fault="malformed"))
    assert "refused, malformed: everything in user" in written


def test_a_server_is_told_by_host_and_port_if_it_looks_like_one():
    assert log.redact(log.Server("im-1.hospital.example", 443)) == "im-1.hospital.example:443"
    assert log.redact(log.Server("::1", 443)) == "::1:443"
    assert log.redact(log.Server("h/王小宝?t=1", 443)) == "<host of 9>:443"
    assert "storage" not in str(log.redact(ConnectionDropped()))


def test_a_line_that_cannot_be_written_is_lost_without_a_word(tmp_path, caplog, capsys):  # noqa: ARG001
    """The library would print the line and what was to be in it."""
    handler = log.start(tmp_path / "logs")
    (tmp_path / "logs").rmdir()
    (tmp_path / "logs").touch()
    session_log.log.warning("about %s", "王小宝")
    log.stop(handler)
    assert capsys.readouterr().err == ""
