"""Saving a setting while each call of the disk fails once: the old stand, or the new one does."""

import itertools
import json
import sys

import pytest

from tests.fakes.edges import Edges
from workstation.domain.errors import StorageError
from workstation.settings.resolve import resolve
from workstation.settings.save import change_settings
from workstation.settings.sources import user_layer

OLD = {"ui.theme": "light", "waiting.amber": 15}


@pytest.mark.parametrize("before", [json.dumps(OLD), "{ broken", None])
def test_whichever_call_fails_a_change_is_kept_or_refused_and_nothing_before_is_lost(
    tmp_path, before
):
    old = OLD if before == json.dumps(OLD) else {}
    for failing in itertools.count():
        path = tmp_path / str(failing) / "settings.json"
        path.parent.mkdir()
        if before is not None:
            path.write_text(before)
        edges, refused = Edges(failing), False
        with pytest.MonkeyPatch.context() as patch:
            edges.fail_files(patch)
            try:
                change_settings(path, resolve([]), {"ui.theme": "dark"})
            except StorageError:
                refused = True
        saved = dict(user_layer(path).values)
        assert saved == (old if refused else old | {"ui.theme": "dark"}), failing
        texts = [each.read_text() for each in path.parent.iterdir()]
        assert before in {None, *texts} or not refused, failing
        change_settings(path, resolve([]), {"ui.theme": "dark"})
        assert dict(user_layer(path).values) == old | {"ui.theme": "dark"}, failing
        assert {each.name for each in path.parent.iterdir()} <= {
            "settings.json",
            "settings.json.broken",
        }, failing
        if not edges.struck:
            break
    assert failing > 4


@pytest.mark.skipif(sys.platform == "win32", reason="it lets administrators alone make links")
def test_settings_on_a_share_that_is_not_mounted_are_not_begun_anew(tmp_path):
    """The link would be replaced by a file, and what lies on the share be lost from sight."""
    path = tmp_path / "settings.json"
    path.symlink_to(tmp_path / "share")
    assert user_layer(path).fault == "unreadable"
    with pytest.raises(StorageError):
        change_settings(path, resolve([user_layer(path)]), {"ui.theme": "light"})
    assert path.is_symlink()
