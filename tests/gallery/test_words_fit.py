"""No word is cut: not in English, not with 40 % more letters, not in the largest text.

A scene of which a picture is kept in a language and a size is looked at there, while it is shown
for its picture (``test_golden``): the theme moves no word.
"""

import pytest

from tests.gallery.cut_words import cut_words
from tests.gallery.golden import looks_of
from tests.gallery.painting import Look, display, dressed, scenes
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings.catalogue import Catalogue, catalogue

LONGER = 0.4
LOOKS = [Look("light", "zh", 200), *(Look("light", "en", size) for size in (85, 100, 150, 200))]


def is_kept(scene: GalleryScene, look: Look) -> bool:
    """Whether there is a picture of it in this language and size."""
    return (look.language, look.text) in {(each.language, each.text) for each in looks_of(scene)}


UNKEPT = [(scene, look) for scene in scenes() for look in LOOKS if not is_kept(scene, look)]


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence has 40 % more letters, as a translation may have."""
    sentence = Catalogue.text

    def text(self, key, values):
        short = sentence(self, key, values)
        more = round(len(short) * LONGER)
        return short + short[-more:] if more else short

    monkeypatch.setattr(Catalogue, "text", text)


@pytest.mark.parametrize(
    ("scene", "look"), UNKEPT, ids=[f"{scene.name}-{look}" for scene, look in UNKEPT]
)
def test_nothing_is_cut(scene: GalleryScene, look: Look, qapp) -> None:  # noqa: ARG001
    with dressed(look), display(scene) as widget:
        assert cut_words(scene, widget) == []


@pytest.mark.usefixtures("longer")
@pytest.mark.parametrize("scene", scenes(), ids=lambda scene: scene.name)
def test_nothing_is_cut_in_a_longer_language(scene: GalleryScene, qapp) -> None:  # noqa: ARG001
    with dressed(Look("light", "en")), display(scene) as widget:
        assert cut_words(scene, widget) == []


def test_a_sentence_is_longer_here(longer, qapp) -> None:  # noqa: ARG001
    with dressed(Look("light", "en")):
        assert len(catalogue.text("queue.title", {})) > len("Active")
