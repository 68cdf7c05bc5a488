"""Every catalogue says everything, and the code asks for nothing else."""

import ast
import json
import re
import string

import pytest

from tests.house.source import PRODUCT, nodes
from workstation.base.paths import resources
from workstation.domain.language import Language
from workstation.ui.kit.strings.catalogue import CatalogueEntry, flatten

FOLDER = resources() / "translations"
AREAS = sorted({path.stem for path in FOLDER.glob("*/*.json")})
KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+")


def entries(language: Language, area: str) -> dict[str, CatalogueEntry]:
    path = FOLDER / language.value / f"{area}.json"
    return flatten(json.loads(path.read_text(encoding="utf-8")), area)


def everything(language: Language) -> dict[str, CatalogueEntry]:
    return {key: entry for area in AREAS for key, entry in entries(language, area).items()}


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON, whose reader would take the last of two texts of one key."""
    names = [name for name, _ in pairs]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice
    return dict(pairs)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def forms(entry: CatalogueEntry) -> dict[str, str]:
    return entry if isinstance(entry, dict) else {"other": entry}


def calls_of_tr() -> list[tuple[str, ast.Call]]:
    """Every ``tr(...)`` and ``tr_unmarked(...)`` of the product, with the place it stands."""
    return [
        (f"{path.relative_to(PRODUCT)}:{node.lineno}", node)
        for path in sorted(PRODUCT.rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"tr", "tr_unmarked"}
    ]


def literals(node: ast.expr) -> list[str]:
    """The keys an argument may be, if it is written out."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def pattern(node: ast.JoinedStr) -> re.Pattern[str]:
    """What an f-string may become."""
    parts = [
        re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values
    ]
    return re.compile("".join(parts))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("language", Language)
def test_a_key_has_one_text(language: Language, area: str) -> None:
    path = FOLDER / language.value / f"{area}.json"
    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


@pytest.mark.parametrize("area", AREAS)
def test_every_language_has_the_same_keys(area: str) -> None:
    for language in Language:
        assert entries(language, area).keys() == entries(Language.ZH, area).keys(), language


@pytest.mark.parametrize("area", AREAS)
def test_placeholders_agree_between_the_languages(area: str) -> None:
    catalogues = [entries(language, area) for language in Language]
    for key in catalogues[0]:
        every = [
            placeholders(text)
            for catalogue in catalogues
            for text in forms(catalogue[key]).values()
        ]
        assert all(names == every[0] for names in every), key


@pytest.mark.parametrize("area", AREAS)
def test_plurals_are_separate_and_chosen_by_count(area: str) -> None:
    for language in Language:
        for key, entry in entries(language, area).items():
            if isinstance(entry, dict):
                assert "other" in entry, key
                assert "one" in entry or language is Language.ZH, key
                assert "count" in placeholders(entry["other"]), key


@pytest.mark.parametrize("area", AREAS)
def test_copy_follows_the_rules_of_the_design(area: str) -> None:
    for key, entry in entries(Language.ZH, area).items():
        for text in forms(entry).values():
            assert not re.search(r"[!！]|\.\.\.|[\u4e00-\u9fff][,;?]|抱歉|对不起", text), key
            assert not re.search(
                r"[\u4e00-\u9fff][0-9A-Za-z{]|[0-9A-Za-z}][\u4e00-\u9fff]",
                re.sub(r"\{(page|name|what|next|day|month|said)\}|\{duration\}(?=前)", "", text),
            ), key
    for key, entry in entries(Language.EN, area).items():
        for text in forms(entry).values():
            assert not re.search(r"!|\.\.\.|\b[Ss]orry\b|[，。：；’]|\((e?s)\)", text), key


def test_every_text_that_code_asks_for_exists_with_its_values() -> None:
    chinese = everything(Language.ZH)
    for place, call in calls_of_tr():
        given = {keyword.arg for keyword in call.keywords}
        for key in literals(call.args[0]):
            assert key in chinese, f"{place}: {key}"
            expected = set().union(*(placeholders(text) for text in forms(chinese[key]).values()))
            if None not in given:
                assert expected <= given, f"{place}: {key} lacks {expected - given}"


def test_every_key_that_code_puts_together_can_exist() -> None:
    chinese = everything(Language.ZH)
    for place, call in calls_of_tr():
        if isinstance(call.args[0], ast.JoinedStr):
            made = pattern(call.args[0])
            assert any(made.fullmatch(key) for key in chinese), place


def is_used(key: str, constants: set[str]) -> bool:
    """Whether code names ``key``, or the group it stands in."""
    words = key.split(".")
    return any(".".join(words[:length]) in constants for length in range(2, len(words) + 1))


def test_no_text_is_left_that_nobody_says() -> None:
    constants: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for path in PRODUCT.rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KEY.fullmatch(node.value):
                    constants.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                head = str(node.values[0].value)
                if head.partition(".")[0] in AREAS and "." in head:
                    patterns.append(pattern(node))
    unsaid = [
        key
        for key in everything(Language.ZH)
        if not is_used(key, constants) and not any(made.fullmatch(key) for made in patterns)
    ]
    assert not unsaid
