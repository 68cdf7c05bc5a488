"""A policy that is there and cannot be used stops the program; what anybody may do, does not."""

import pytest

from workstation.base.paths import Folders
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings import resolve as resolving
from workstation.settings.resolve import load, resolve
from workstation.settings.sources import SettingsLayer, SettingsSource, policy_file_layer


def _policy(values):
    return SettingsLayer(SettingsSource.POLICY_FILE, values)


def _user(values):
    return SettingsLayer(SettingsSource.USER, values)


@pytest.mark.parametrize("source", [SettingsSource.REGISTRY, SettingsSource.POLICY_FILE])
@pytest.mark.parametrize(
    "fault", ["unreadable", "encoding", "malformed", "no_object", "too_large", "writable_by_others"]
)
def test_a_policy_that_is_there_and_cannot_be_used_stops_the_program(source, fault):
    """Nobody knows what it would have bound: perhaps the server that tokens may go to."""
    place = "/etc/doctor-workstation/policy.json"
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([SettingsLayer(source, fault=fault, place=place), _user({"ui.theme": "dark"})])
    assert (stopped.value.reason, stopped.value.place) == (fault, place)


@pytest.mark.parametrize("fault", ["foreign", "folder_of_others"])
def test_a_file_that_no_administrator_made_stops_nobody(fault):
    """Everybody may make one below ``%ProgramData%``: it must not stop his colleagues."""
    resolution = resolve(
        [SettingsLayer(SettingsSource.POLICY_FILE, fault=fault), _user({"ui.theme": "dark"})]
    )
    assert resolution.settings.theme == "dark"
    assert [problem.reason for problem in resolution.problems] == [fault]


@pytest.mark.parametrize(
    ("policy", "stops"),
    [
        ({"api.base": "http://api.hospital.example"}, True),
        ({"api.base": "http://10.0.0.1", "api.plain_hosts": ["10.0.0.2"]}, True),
        ({"api.base": "http://10.0.0.1", "api.plain_hosts": ["10.0.0.1"]}, False),
        ({"api.base": "http://127.0.0.1:8000"}, False),
        ({"api.base": "https://api.hospital.example"}, False),
        ({"api.base": ""}, False),
    ],
)
def test_a_server_that_the_policy_names_and_forbids_stops(policy, stops):
    """Sign-in would refuse it as not encrypted, and no other may be typed."""
    if not stops:
        assert resolve([_policy(policy)]).problems == ()
        return
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([_policy(policy)])
    assert stopped.value.reason == "insecure"


def test_the_server_of_the_policy_is_the_only_one_and_the_user_s_is_a_proposal():
    named = resolve([_policy({"api.base": "https://a.example"}), _user({"api.base": "https://b"})])
    assert str(named.server) == "https://a.example"
    assert resolve([_user({"api.base": "https://b.example"})]).server is None
    assert resolve([_policy({"locked": ["api.base"]})]).server is None


def test_a_file_that_is_no_json_is_named_with_line_and_column(tmp_path):
    path = tmp_path / "policy.json"
    path.write_text('{\n  "api.base": "https://a.example"\n  "ui.theme": "dark"\n}')
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([policy_file_layer(path, judge=lambda _path: "")])
    assert stopped.value.place == f"{path}:3:3"


def test_a_folder_that_users_may_not_search_is_a_policy_that_cannot_be_read(tmp_path):
    """``mkdir`` under a umask of 027: a policy may well be in there."""

    def closed(_path):
        raise PermissionError(13, "Permission denied")

    layer = policy_file_layer(tmp_path / "policy.json", judge=closed)
    assert layer.fault == "unreadable"
    with pytest.raises(PolicyUnusable):
        resolve([layer])


def test_a_windows_that_does_not_tell_where_policies_lie_stops(tmp_path, monkeypatch):
    def silent():
        raise OSError

    monkeypatch.setattr(resolving, "policy_file", silent)
    with pytest.raises(PolicyUnusable):
        load(Folders.of_profile(tmp_path))
