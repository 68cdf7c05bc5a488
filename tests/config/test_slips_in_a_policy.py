"""What a tired administrator writes: a slip in a name, a key twice, another encoding."""

import pytest

from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource, trial_policy_layer
from workstation.ui.kit.strings import error_text


def test_a_slip_in_the_name_of_a_key_to_lock_is_said():
    """Users could go on changing what the administrator thinks is locked."""
    resolution = resolve(
        [SettingsLayer(SettingsSource.POLICY_FILE, {"locked": ["ui.langauge", "ui.theme"]})]
    )
    assert resolution.locked("ui.theme")
    (problem,) = resolution.problems
    assert (problem.key, problem.reason) == ("ui.langauge", "unknown_key")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"export.save": "deny", "export.save": "ask"}', "export.save"),
        ('{"locked": ["ui.theme"], "ui.theme": "dark", "locked": []}', "locked"),
        ('{"api.paths": {"history": "/a", "history": "/b"}}', "api.paths"),
    ],
)
def test_a_key_that_a_policy_sets_twice_differently_is_a_bad_value(tmp_path, text, key):
    """JSON takes the last one: which of two administrators is obeyed would be an accident."""
    path = tmp_path / "policy.json"
    path.write_text(text)
    resolution = resolve([trial_policy_layer(path)])
    assert [(each.key, each.reason) for each in resolution.problems] == [(key, "bad_value")]
    assert resolution.locked(key)


def test_a_key_that_is_set_twice_alike_is_set(tmp_path):
    path = tmp_path / "policy.json"
    path.write_text('{"export.save": "deny", "export.save": "deny"}')
    resolution = resolve([trial_policy_layer(path)])
    assert resolution.settings.export_save == "deny"
    assert resolution.problems == ()


def test_two_servers_in_one_policy_are_none(tmp_path):
    path = tmp_path / "policy.json"
    path.write_text('{"api.base": "https://a.example", "api.base": "https://b.example"}')
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([trial_policy_layer(path)])
    assert stopped.value.reason == "server"


def test_a_file_in_another_encoding_is_named_with_line_and_column(tmp_path):
    """As an editor of Windows saves it: GBK, UTF-16."""
    path = tmp_path / "policy.json"
    path.write_bytes('{"im.path": "/x",\n"network.ca_file": "/北京.pem"}'.encode("gbk"))
    assert trial_policy_layer(path).place == f"{path}:2:22"
    path.write_bytes("{}".encode("utf-16"))
    assert trial_policy_layer(path).place == f"{path}:1:1"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_as_the_shell_of_windows_writes_it_is_not_called_bad_json(tmp_path, encoding):
    """``'{…}' > policy.json`` makes UTF-16 there, and nobody sees that in an editor."""
    path = tmp_path / "policy.json"
    path.write_bytes('{"ui.language": "en"}'.encode(encoding))
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([trial_policy_layer(path)])
    assert stopped.value.reason == "encoding"
    text = error_text(stopped.value)
    assert "JSON" not in text.what
    assert "UTF-8" in text.next


def test_a_path_with_single_backslashes_says_how_they_are_written(tmp_path):
    path = tmp_path / "policy.json"
    path.write_text(r'{"network.ca_file": "C:\hospital\ca.pem"}'.replace(r"\\"[:2], "\\"[:1]))
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([trial_policy_layer(path)])
    assert stopped.value.reason == "malformed"
    assert r"\\"[:2] in error_text(stopped.value).next
