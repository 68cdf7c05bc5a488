"""What doctors see is what was looked at and kept: ``python -m tests.gallery.keep`` keeps anew.

A picture that differs is written beside the test's temporary files.
"""

from pathlib import Path

import pytest
from PIL import Image

from tests.gallery.compare import TOLERANCE, compare, small
from tests.gallery.golden import KEPT, looks_of, other_fonts, path_of
from tests.gallery.painting import Look, dressed, painted, scenes
from workstation.ui.gallery.__main__ import GalleryScene

PICTURES = [(scene, look) for scene in scenes() for look in looks_of(scene)]
NAMES = [path_of(scene, look).stem for scene, look in PICTURES]


@pytest.mark.parametrize(("scene", "look"), PICTURES, ids=NAMES)
def test_it_looks_as_it_was_kept(scene: GalleryScene, look: Look, qapp, tmp_path: Path) -> None:  # noqa: ARG001
    with dressed(look):
        if wrong := other_fonts():
            pytest.skip(f"the pictures were kept with another {wrong}: see golden.PINNED")
        now = small(painted(scene))
    stored = Image.open(path_of(scene, look))
    assert now.size == stored.size
    result = compare(now, stored)
    if result.most >= TOLERANCE:
        now.save(tmp_path / path_of(scene, look).name)
        pytest.fail(f"{result}: see {tmp_path}, keep it if it is as it should be")


def test_no_picture_is_kept_of_what_is_gone() -> None:
    assert {path.stem for path in KEPT.glob("*.png")} == set(NAMES)


def test_every_scene_has_a_name_of_its_own() -> None:
    assert sorted(NAMES) == sorted(set(NAMES))
