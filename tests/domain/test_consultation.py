"""What kind of symptom a platform declares, in plain words or as a MIME type."""

import pytest

from workstation.domain.consultation import SymptomKind


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("", SymptomKind.TEXT),
        (" Text ", SymptomKind.TEXT),
        ("text/plain", SymptomKind.TEXT),
        ("IMAGE", SymptomKind.IMAGE),
        ("image/jpeg", SymptomKind.IMAGE),
        ("voice", SymptomKind.VOICE),
        ("audio/ogg", SymptomKind.VOICE),
        ("images", SymptomKind.UNKNOWN),
        ("video/mp4", SymptomKind.UNKNOWN),
    ],
)
def test_a_declared_type_is_read_in_any_case(declared: str, kind: SymptomKind) -> None:
    assert SymptomKind.of(declared) is kind
