"""What doctors see is what was looked at and kept: ``python -m tests.gallery.keep`` keeps anew.

A picture that differs is written beside the test's temporary files. While a scene is shown, it is
seen, too, that no word of it is cut, for to build one costs more than to look at it twice.
"""

from pathlib import Path

import pytest
from PIL import Image

from tests.gallery.compare import TOLERANCE, compare, small
from tests.gallery.cut_words import cut_words
from tests.gallery.golden import KEPT, looks_of, other_fonts, path_of
from tests.gallery.painting import Look, display, dressed, painted, scenes
from workstation.ui.gallery.__main__ import GalleryScene

PICTURES = [(scene, look) for scene in scenes() for look in looks_of(scene)]
NAMES = [path_of(scene, look).stem for scene, look in PICTURES]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("scene", "look"), PICTURES, ids=NAMES)
def test_it_looks_as_it_was_kept_and_no_word_is_cut(
    scene: GalleryScene, look: Look, tmp_path: Path
) -> None:
    with dressed(look), display(scene) as widget:
        assert cut_words(scene, widget) == []
        if wrong := other_fonts():
            pytest.skip(f"the pictures were kept with another {wrong}: see golden.PINNED")
        now = small(painted(widget))
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
