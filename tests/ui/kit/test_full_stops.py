"""Where a sentence ends in a full stop, and where not (GLOSSARY, "Words for people")."""

import ast
import json
import re

import pytest

from tests.house.source import PRODUCT, nodes, python_files
from workstation.base.paths import resources
from workstation.domain.language import Language
from workstation.ui.kit.strings.catalogue import flatten

FOLDER = resources() / "translations"
STOPS = {Language.ZH: "。？！", Language.EN: ".?!"}
WITHIN = {
    Language.ZH: re.compile("[。？！]."),
    Language.EN: re.compile(r"(?<!approx)(?<!Fig)(?<!\bno)(?<!\bNo)(?<!\.)[.?!] [A-Z“{]"),
}
"""A sentence that another one follows; the English abbreviations end none."""
OPEN_END = re.compile(r"([:：\-]|\{[a-z_]+\})$")
"""What follows has its own end: a list, a value."""
ABBREVIATED = ("approx.", "…", "...")


def texts(language: Language) -> dict[str, str]:
    """Every text of a language, each form of a plural by itself."""
    result: dict[str, str] = {}
    for path in sorted((FOLDER / language.value).glob("*.json")):
        for key, entry in flatten(json.loads(path.read_text(encoding="utf-8")), path.stem).items():
            forms = entry if isinstance(entry, dict) else {"": entry}
            result |= {f"{key} {form}".strip(): text.strip() for form, text in forms.items()}
    return result


def is_ended(language: Language, text: str) -> bool:
    """Whether it ends as a sentence does, be it inside a quotation mark."""
    return text.rstrip("”").endswith(tuple(STOPS[language])) and not text.endswith(ABBREVIATED)


@pytest.mark.parametrize("language", Language)
def test_what_has_several_sentences_ends_the_last_one_too(language: Language) -> None:
    half = {
        key: text
        for key, text in texts(language).items()
        if WITHIN[language].search(text)
        and not is_ended(language, text)
        and not OPEN_END.search(text)
    }
    assert not half


def test_a_text_ends_alike_in_both_languages() -> None:
    chinese, english = texts(Language.ZH), texts(Language.EN)
    differing = {
        key: (chinese[key], english[key])
        for key in chinese.keys() & english.keys()
        if is_ended(Language.ZH, chinese[key]) is not is_ended(Language.EN, english[key])
    }
    assert not differing


def keys_of_notices() -> set[str]:
    """The texts that code gives to a notice as they stand."""
    calls = [
        node
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Call) and node.args
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in {"notify", "_notify"}
    ]
    sentences: list[ast.AST] = [part for call in calls for part in ast.walk(call.args[0])]
    return {
        text.args[0].value
        for text in sentences
        if isinstance(text, ast.Call) and getattr(text.func, "id", "") == "tr"
        if isinstance(text.args[0], ast.Constant)
    }


@pytest.mark.parametrize("language", Language)
def test_a_notice_of_one_sentence_has_no_full_stop(language: Language) -> None:
    keys, catalogues = keys_of_notices(), {each: texts(each) for each in Language}
    assert keys
    several = {
        key
        for each, entries in catalogues.items()
        for key, text in entries.items()
        if WITHIN[each].search(text)
    }
    ended = {
        key: text
        for key, text in catalogues[language].items()
        if key.split()[0] in keys and key not in several and is_ended(language, text)
    }
    assert not ended
