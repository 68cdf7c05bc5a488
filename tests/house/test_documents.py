"""What the documents point at is there, and no picture lies about that none of them shows."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import PRODUCT, ROOT, python_files, tracked
from workstation.vault.rescue.own_tables import BACKED_UP

LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
ANCHOR = re.compile(r"\]\(([^)#:\s]*)#([^)\s]+)\)")
DECISION = re.compile(r"\bdecisions/([a-z0-9-]+(?:\.md)?)")
DECISIONS = sorted(
    path for path in (PRODUCT / "decisions").glob("*.md") if path.name != "README.md"
)
PARTS = ["Problem", "Decision", "Why", "What it costs", "See"]
MAX_PAGE_LINES = 60
QUOTING = {
    "en": [ROOT / f"docs/{name}.md" for name in ("doctor.en", "it", "data-protection", "evidence")],
    "zh": [ROOT / "docs/doctor.zh.md"],
}
OTHERS_WORDS = {
    "Comparing two days",  # a heading of the page for doctors
    "Enable Win32 long paths",
    "Keep printed documents",
    "谢谢",
    "明天回复您",
    "一周后复查",
}
"""Quotes of Windows, of patients and doctors: not what the window says."""
FOR_ADMINISTRATORS = ["it", "data-protection", "check", "evidence", "policy", "updates"]
OWN_WORDS = {
    "file": "replies not sent",
    "outbox": "replies not sent",
    "draft": "drafts",
    "closing_summary": "summaries",
    "patient_note": "notes and labels",
    "quick_reply": "quick replies",
    "desk_mark": "marks of the queue",
    "handover_mark": "reminders",
    "measurement": "measurements",
    "bookmark": "bookmarks",
}
"""What the page for administrators calls what no server knows, by its table."""
DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]


def targets(document: Path) -> set[Path]:
    """Every file of the tree that a document links to or shows."""
    links = LINK.findall(document.read_text(encoding="utf-8"))
    return {(document.parent / name).resolve() for name in links}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert not {target for target in targets(document) if not target.exists()}


def anchors(document: Path) -> set[str]:
    """The names by which a page's headings are linked to, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_heading_that_is_there(document: Path) -> None:
    links = ANCHOR.findall(document.read_text(encoding="utf-8"))
    assert not [
        f"{name}#{anchor}"
        for name, anchor in links
        if (target := (document.parent / name).resolve() if name else document).suffix == ".md"
        if anchor not in anchors(target)
    ]


def test_every_decision_named_anywhere_is_there() -> None:
    """A name that a line's end cuts in two is no name: nobody finds the page by it."""
    files = [path for path in tracked() if path.suffix in {".py", ".md", ".spec", ".toml"}]
    named = {name for path in files for name in DECISION.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert not {name for name in named if not (PRODUCT / "decisions" / name).is_file()}


def test_the_index_lists_every_decision_once() -> None:
    index = LINK.findall((PRODUCT / "decisions/README.md").read_text(encoding="utf-8"))
    assert sorted(index) == [path.name for path in DECISIONS]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_on_one_page(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", text, re.MULTILINE) == PARTS
    assert len(text.splitlines()) <= MAX_PAGE_LINES


def missing(names: list[str]) -> list[str]:
    """Those of the names that are no file; one without a folder lies in that of the one before."""
    folder, absent = PRODUCT, []
    for name in names:
        if "/" not in name and "." in name and (folder / name).exists():
            continue
        place = next((path for top in (ROOT, PRODUCT) if (path := top / name).exists()), None)
        if place is None:
            absent.append(name)
        else:
            folder = place if place.is_dir() else place.parent
    return absent


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_points_at_files_that_are_there(decision: Path) -> None:
    see = decision.read_text(encoding="utf-8").split("**See.**")[1]
    names = [name for name in re.findall(r"`([^`]+)`", see) if "/" in name or name.endswith(".py")]
    assert names
    assert not missing([" ".join(name.split()) for name in names])


def test_a_file_that_is_gone_is_missed() -> None:
    assert missing(["link/ticker.py", "link.py"]) == []
    assert missing(["link/ticker.py", "message_edit.py", "link/switchboard.py"]) == [
        "message_edit.py",
        "link/switchboard.py",
    ]


def test_the_files_of_a_common_change_are_there() -> None:
    text = (PRODUCT / "README.md").read_text(encoding="utf-8")
    rows = text.split("\n## Common changes\n")[1].split("\n## ")[0]
    names = [name for name in re.findall(r"`([\w./-]+)`", rows) if "/" in name and name != "en/"]
    assert len(names) > 30
    assert not missing(names)


@pytest.mark.parametrize("folder", ["base", "program"])
def test_the_map_names_each_module_of_a_folder_that_it_lists_by_module(folder: str) -> None:
    text = (PRODUCT / "README.md").read_text(encoding="utf-8")
    modules = {path.name for path in (PRODUCT / folder).glob("[!_]*.py")}
    assert not {name for name in modules if name not in text}


def test_the_map_names_each_folder() -> None:
    text = (PRODUCT / "README.md").read_text(encoding="utf-8")
    folders = {path.parent for path in python_files(PRODUCT) if path.parent.parent == PRODUCT}
    rooms = {path.parent for path in python_files(PRODUCT / "vault")} - {PRODUCT / "vault"}
    assert not {path.name for path in folders | rooms if f"{path.name}/" not in text}


def test_each_change_is_told_once() -> None:
    """Two branches that both tell of it are easily joined into one page that tells it twice."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n* ")
    assert [one for one, count in Counter(map(str.strip, changes)).items() if count > 1] == []


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


def test_every_test_that_the_product_names_is_there() -> None:
    """A docstring's "Tests:" is worth as much as the tests that it names."""
    tests = python_files(ROOT / "tests")
    there = {path.stem for path in tests}
    for path in tests:
        there.update(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))
    files = [path for path in tracked() if path.is_relative_to(PRODUCT)]
    texts = [
        path.read_text(encoding="utf-8") for path in files if path.suffix in {".py", ".md", ".json"}
    ]
    named = {name for text in texts for name in re.findall(r"\btest_\w*[a-z0-9]\b", text)}
    assert len(named) > 100
    assert not named - there


def texts_of(catalogue: Any) -> Iterator[str]:
    if isinstance(catalogue, str):
        yield catalogue
    for each in catalogue.values() if isinstance(catalogue, dict) else []:
        yield from texts_of(each)


def is_said(quote: str, text: str) -> bool:
    """Whether a text of the window holds the quote, or is it with its numbers filled in."""
    words = quote.strip(" …").casefold()
    filled = re.sub(r"\\{\w+\\}", r"\\d+", re.escape(text.casefold()))
    return words in text.casefold() or re.fullmatch(filled, words) is not None


@pytest.mark.parametrize("language", QUOTING)
def test_what_the_pages_quote_is_what_the_window_says(language: str) -> None:
    """Who looks for a button by the words of the page finds it."""
    catalogues = sorted((ROOT / "resources/translations" / language).glob("*.json"))
    texts = [
        text
        for catalogue in catalogues
        for text in texts_of(json.loads(catalogue.read_text(encoding="utf-8")))
    ]
    texts.append((ROOT / f"resources/quick_replies/{language}.csv").read_text(encoding="utf-8"))
    between = " " if language == "en" else ""
    pages = [
        re.sub(r"\s*\n\s*", between, page.read_text(encoding="utf-8")) for page in QUOTING[language]
    ]
    quotes = {quote for page in pages for quote in re.findall("“([^”]+)”", page)} - OTHERS_WORDS
    assert len(quotes) > 20
    assert not {quote for quote in quotes if not any(is_said(quote, text) for text in texts)}


def test_what_is_not_said_by_the_window_is_seen() -> None:
    assert is_said("3 unread messages above", "{count} unread messages above")
    assert is_said("Start over", "Start over…")
    assert not is_said("Begin anew", "Start over…")
    assert not is_said("3 unread messages below", "{count} unread messages above")


@pytest.mark.parametrize("name", FOR_ADMINISTRATORS)
def test_a_command_in_the_pages_for_administrators_is_one_that_is_installed(name: str) -> None:
    """The sources' own is called otherwise, and who has a PC before him has no sources."""
    text = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w./-])(?<!-m )workstation --\S+", text)


def test_administrators_are_told_all_that_no_server_knows() -> None:
    assert set(OWN_WORDS) == set(BACKED_UP)
    text = " ".join((ROOT / "docs/data-protection.md").read_text(encoding="utf-8").split())
    named = text.split("Only on the PC are: ")[1].partition(". ")[0]
    assert not {word for word in OWN_WORDS.values() if word not in named}
