"""Values that are each allowed and together are not: each is said, and what holds instead."""

import pytest

from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource


def _registry(values):
    return SettingsLayer(SettingsSource.REGISTRY, values, place="HKLM")


def _policy(values):
    return SettingsLayer(SettingsSource.POLICY_FILE, values, place="/etc/policy.json")


def _user(values):
    return SettingsLayer(SettingsSource.USER, values)


def _reasons(resolution):
    return [(each.key, each.reason) for each in resolution.problems]


@pytest.mark.parametrize(
    ("layers", "amber", "problems"),
    [
        ([_policy({"waiting.amber": 90})], 30, [("waiting.amber", "too_late")]),
        ([_policy({"waiting.amber": 60})], 30, [("waiting.amber", "too_late")]),
        ([_policy({"waiting.amber": 90, "waiting.red": 40})], 20, [("waiting.amber", "too_late")]),
        ([_policy({"waiting.amber": 59})], 59, []),
        ([_policy({"waiting.red": 20})], 10, []),
        ([_policy({"waiting.red": 1})], 1, []),
        (
            [_policy({"waiting.red": 20}), _user({"waiting.amber": 25})],
            10,
            [("waiting.amber", "too_late")],
        ),
        ([_user({"waiting.amber": 25, "waiting.red": 90})], 25, []),
    ],
)
def test_a_waiting_time_is_amber_before_it_is_red(layers, amber, problems):
    """What nobody set gives way without a word; the promise to patients never does."""
    resolution = resolve(layers)
    assert resolution.settings.waiting_minutes == amber
    assert _reasons(resolution) == problems


def test_what_is_too_late_is_said_with_what_is_allowed_and_what_is_used():
    (problem,) = resolve([_policy({"waiting.amber": 90, "waiting.red": 40})]).problems
    assert problem.place == "/etc/policy.json"
    assert problem.facts == {"value": 90, "other": "waiting.red", "limit": 40, "used": 20}


@pytest.mark.parametrize(
    ("policy", "key", "facts"),
    [
        ({"lock.idle_minutes": 5}, "lock.idle_minutes", ("vault.key", '"system"')),
        ({"lock.max_tries": 5}, "lock.max_tries", ("vault.key", '"system"')),
        ({"vault.code_length": 8}, "vault.code_length", ("vault.key", '"system"')),
        ({"update.allow_back": True}, "update.allow_back", ("update.target_version", '""')),
        (
            {"update.hours": "12:00-14:00", "update.mode": "notify"},
            "update.hours",
            ("update.mode", '"notify"'),
        ),
    ],
)
def test_what_does_nothing_beside_another_setting_is_said(policy, key, facts):
    """An administrator believes that windows lock themselves, and none ever does."""
    (problem,) = resolve([_policy({"vault.key": "system", **policy})]).problems
    assert (problem.key, problem.reason) == (key, "no_effect")
    assert (problem.facts["other"], problem.facts["state"]) == facts
    assert problem.warning, "no doctor can mend it"


@pytest.mark.parametrize(
    "policy",
    [
        {"vault.key": "system"},
        {"vault.key": "system", "lock.idle_minutes": 0, "lock.max_tries": 0},
        {"vault.key": "both", "lock.idle_minutes": 5, "vault.code_length": 8},
        {"update.mode": "off", "update.hours": "12:00-14:00"},
        {"update.mode": "stage", "update.hours": "12:00-14:00", "update.allow_back": False},
        {"update.target_version": "1.4.0", "update.allow_back": True},
        {"locked": ["api.base"], "api.base": "https://a.example"},
    ],
)
def test_what_holds_together_is_no_problem(policy):
    assert resolve([_policy(policy)]).problems == ()


def test_an_address_that_is_locked_and_not_there_binds_nobody():
    resolution = resolve([_policy({"locked": ["api.base"]}), _user({"api.base": "https://b"})])
    assert ("locked", "any_server") in _reasons(resolution)
    assert resolution.server is None


def test_two_policies_that_differ_are_said_and_the_registry_holds():
    resolution = resolve(
        [
            _registry({"ui.theme": "dark", "files.kinds": ["pdf"], "demo.allowed": 0}),
            _policy({"ui.theme": "light", "files.kinds": "pdf", "demo.allowed": False}),
        ]
    )
    assert resolution.settings.theme == "dark"
    (problem,) = resolution.problems
    assert (problem.source, problem.key) == (SettingsSource.POLICY_FILE, "ui.theme")
    assert (problem.reason, problem.facts) == ("overruled", {"stronger": "HKLM"})


def test_what_a_user_set_before_a_policy_did_is_no_contradiction():
    assert resolve([_policy({"ui.theme": "dark"}), _user({"ui.theme": "light"})]).problems == ()


@pytest.mark.parametrize(
    ("values", "facts"),
    [
        ({"waiting.red": 0}, {"allowed": "1–1440", "used": "60", "value": "0"}),
        ({"waiting.red": "60"}, {"allowed": "1–1440", "used": "60", "value": '"60"'}),
        ({"ui.theme": "Dark"}, {"allowed": "light, dark, system", "value": '"Dark"'}),
        ({"demo.allowed": "no"}, {"allowed": "true, false", "used": "true", "value": '"no"'}),
        ({"demo.allowed": None}, {"allowed": "true, false", "used": "true"}),
        ({"ui.theme": "x" * 40}, {"allowed": "light, dark, system", "used": '"system"'}),
        ({"network.proxy": "htp://u:secret@p"}, {}),
    ],
)
def test_a_bad_value_is_told_with_what_may_be_and_never_a_password(values, facts):
    (problem,) = resolve([_policy(values)]).problems
    assert problem.reason == "bad_value"
    assert dict(problem.facts) | facts == dict(problem.facts)
    assert ("value" in problem.facts) == ("value" in facts)
    assert "secret" not in repr(problem) + str(problem.facts)
