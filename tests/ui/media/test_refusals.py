"""Files that were refused: grouped by reason, long names told apart, in both languages."""

import pytest

from workstation.domain.errors import EmptyFile, UnsupportedMedia
from workstation.ui.kit.strings import Language, error_text
from workstation.ui.kit.strings.switch import set_language
from workstation.ui.media.refusals import MAX_NAME, refusal_reason, refusal_text


@pytest.fixture
def english(dressed):  # noqa: ARG001
    set_language(Language.EN)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("names", "beginning"),
    [
        (["a.png"], "“a.png” could not be added: "),
        (["a.png", "b.png"], "“a.png”, “b.png” could not be added: "),
        (list("abcd"), "“a”, “b”, “c” and 1 more file could not be added: "),
        (
            [str(number) for number in range(30)],
            "“0”, “1”, “2” and 27 more files could not be added: ",
        ),
    ],
)
def test_names_stand_before_their_reason(names, beginning):
    assert refusal_text([(name, "too large") for name in names]) == f"{beginning}too large."


@pytest.mark.parametrize(
    ("language", "advice"),
    [(Language.ZH, "请先另存为 JPEG 再添加"), (Language.EN, "save it as JPEG")],
)
def test_a_phones_own_format_says_what_to_do(dressed, language, advice):  # noqa: ARG001
    """It listed the formats that can be sent, and left the doctor with a photo that cannot."""
    set_language(language)
    assert advice in refusal_reason(UnsupportedMedia("heic"))
    assert advice not in refusal_reason(UnsupportedMedia("avif"))
    assert "JPEG" in error_text(UnsupportedMedia("heic")).next


def test_a_reason_is_said_once(dressed):  # noqa: ARG001
    text = refusal_text([("a", "x"), ("b", "y"), ("c", "x")])
    assert text == "“a”、“c”没有添加：x。\n“b”没有添加：y。"


def test_a_long_name_keeps_its_beginning_and_its_ending(dressed):  # noqa: ARG001
    name = f"{'患者' * 100} 2026-11-28.docx"
    text = refusal_text([(name, refusal_reason(EmptyFile()))])
    assert "“患者患者" in text
    assert "2026-11-28.docx”" in text
    assert "…" in text
    assert len(text) < MAX_NAME + len(refusal_reason(EmptyFile())) + 10


def test_a_name_of_two_lines_stands_on_one(dressed):  # noqa: ARG001
    assert "\n" not in refusal_text([("a\nb.png", "x")])
