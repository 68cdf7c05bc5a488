"""A little of each kind that is read from outside, and that what is wrong is told."""

import pytest

from tests.fuzz.contents import CONTENTS, Content
from tests.fuzz.reading import fuzz_content, read
from tests.seeds import NEW, seed

COUNT = 2_000 if NEW else 120
COSTLY = {"decoded pictures": 4}


@pytest.mark.parametrize("name", CONTENTS)
def test_no_content_does_what_none_may_do(name: str) -> None:
    counts = fuzz_content(name, COUNT // COSTLY.get(name, 1), seed(name))
    assert counts["taken"], "what is changed elsewhere than in what counts is taken"
    assert len(counts) > 1 or name == "settings", "what is broken is refused"


@pytest.mark.parametrize("name", CONTENTS)
def test_true_samples_are_read(name: str) -> None:
    content = CONTENTS[name]
    assert "taken" in {read(content, sample) for sample in content.samples()}


def test_an_error_that_nobody_expects_is_told_with_its_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(content: bytes) -> None:
        raise KeyError(len(content))

    monkeypatch.setitem(CONTENTS, "broken", Content(lambda: [b"{}"], fail, (ValueError,)))
    with pytest.raises(KeyError) as caught:
        fuzz_content("broken", 1, 5)
    assert "broken, seed 5, number 0" in caught.value.__notes__[0]
