"""What the documents point at is there, and no picture lies about that none of them shows."""

import re
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, ROOT, tracked

LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
DECISION = re.compile(r"decisions/[a-z0-9-]+\.md")
DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]


def targets(document: Path) -> set[Path]:
    """Every file of the tree that a document links to or shows."""
    links = LINK.findall(document.read_text(encoding="utf-8"))
    return {(document.parent / name).resolve() for name in links}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert not {target for target in targets(document) if not target.exists()}


def test_every_decision_named_in_the_code_is_there() -> None:
    files = [path for path in tracked() if path.suffix in {".py", ".md"}]
    named = {name for path in files for name in DECISION.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert not {name for name in named if not (PRODUCT / name).exists()}


def test_every_picture_is_shown_by_a_document() -> None:
    pictures = {path for path in tracked() if path.is_relative_to(ROOT / "docs/images")}
    linked = {target for document in DOCUMENTS for target in targets(document)}
    assert len(pictures) > 10
    assert pictures <= linked


def test_both_pages_for_doctors_show_the_same_pictures() -> None:
    chinese, english = (
        {path.name for path in targets(ROOT / f"docs/doctor.{language}.md") if path.suffix}
        for language in ("zh", "en")
    )
    pictures = {name for name in chinese if name.endswith(".png")}
    assert {name.replace("-zh", "-en") for name in pictures} == {
        name for name in english if name.endswith(".png")
    }
