"""What doctors see is what was looked at and kept: ``python -m tests.gallery.keep`` keeps anew.

A picture that differs is written beside the test's temporary files with the one that was kept.
"""

from pathlib import Path

import pytest
from PIL import Image

from tests.gallery.compare import TOLERANCE, difference, small
from tests.gallery.golden import KEPT, LOOKS, path_of
from tests.gallery.painting import Look, dressed, painted, scenes

SCENES = scenes()


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_it_looks_as_it_was_kept(scene, look: Look, qapp, tmp_path: Path) -> None:  # noqa: ARG001
    with dressed(look):
        now = small(painted(scene))
    now.save(tmp_path / f"{scene.name}-{look}-now.png")
    kept = Image.open(path_of(scene, look))
    assert now.size == kept.size
    found = difference(now, kept)
    assert found.most < TOLERANCE, f"{found}: see {tmp_path}, keep it if it is as it should be"


def test_no_picture_is_kept_of_what_is_gone() -> None:
    wanted = {path_of(scene, look) for scene in SCENES for look in LOOKS}
    assert set(KEPT.glob("*.png")) == wanted


def test_every_scene_has_a_name_of_its_own() -> None:
    names = [scene.name for scene in SCENES]
    assert sorted(names) == sorted(set(names))
