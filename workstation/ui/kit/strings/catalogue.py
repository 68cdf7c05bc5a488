"""Texts for people, by key, in the current language.

A key's first word is its area, and an area is one file per language:
``"history.found"`` is ``found`` in ``resources/translations/zh/history.json``. Inside a file,
objects are groups, and an object of ``one`` and ``other`` is a plural, chosen by ``count``.
Areas are read when first needed.
"""

import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workstation.base.log import allow_literal
from workstation.base.paths import resource
from workstation.domain.language import Language
from workstation.domain.text_direction import in_sentence

log = logging.getLogger(__name__)

CatalogueEntry = str | dict[str, str]
PLURAL = {"one", "other"}
NO_VALUES: Mapping[str, Any] = {}
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
"""A key as code writes it; nothing else is asked for, and nothing else would be logged."""


def flatten(group: Mapping[str, Any], prefix: str = "") -> dict[str, CatalogueEntry]:
    """Entries by dotted key; plurals stay together."""
    flat: dict[str, CatalogueEntry] = {}
    for name, value in group.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, dict) and not PLURAL.issuperset(value):
            flat.update(flatten(value, key))
        else:
            flat[key] = value
    return flat


def read_area(language: Language, area: str) -> dict[str, CatalogueEntry]:
    """All entries of one area, keys with the area in front; none if there is no such file."""
    path = resource(f"translations/{language.value}/{area}.json")
    if not path.is_file():
        return {}
    return flatten(json.loads(path.read_text(encoding="utf-8")), area)


class Catalogue:
    """The texts of every area read so far, in every language asked for."""

    def __init__(self) -> None:
        self.language = Language.ZH
        self._areas: dict[tuple[Language, str], dict[str, CatalogueEntry]] = {}

    def entry(self, key: str) -> CatalogueEntry | None:
        """What the catalogue holds for ``key``."""
        place = (self.language, key.partition(".")[0])
        if place not in self._areas:
            self._areas[place] = read_area(*place)
        return self._areas[place].get(key)

    def text(self, key: str, values: Mapping[str, Any]) -> str:
        """The text of ``key``, filled in; the key itself if there is none, and a log line."""
        entry = self.entry(key)
        if entry is None:
            if KEY.fullmatch(key):
                allow_literal(key)
            log.warning("no text for %s", key)
            return key
        if isinstance(entry, dict):
            entry = entry["one" if values.get("count") == 1 and "one" in entry else "other"]
        return entry.format(**values)


catalogue = Catalogue()


class Sentence(str):
    """A text that knows what it says, for whoever still shows it when the language changes."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, Any]


class JoinedSentences(str):
    """Several sentences as one text, that can be said again in another language as well."""

    __slots__ = ("parts", "separator")
    separator: str
    parts: Sequence[str]


def tr(key: str, **values: Any) -> str:
    """The text of ``key`` in the current language, as plain text.

    ``values`` fill its placeholders; ``count`` also chooses between singular and plural.
    """
    sentence = Sentence(catalogue.text(key, {name: _part(each) for name, each in values.items()}))
    sentence.key, sentence.values = key, values or NO_VALUES
    return sentence


def _part(value: Any) -> Any:
    """A value as a sentence holds it; one made by ``tr`` has its own parts marked already."""
    is_foreign = isinstance(value, str) and not isinstance(value, Sentence | JoinedSentences)
    return in_sentence(value) if is_foreign else value


def tr_unmarked(key: str, **values: Any) -> str:
    """As ``tr``, for a text that is sent: what is put into it stays as it was written.

    A mark between an at sign and a name would leave nobody mentioned (``domain/mentions``).
    """
    return catalogue.text(key, values)


def translate_again(text: str) -> str:
    """A text of ``tr`` in the current language now, with those that were put into it.

    So is one of ``join_sentences``. Any other is as it was, such as one that somebody typed.
    """
    if isinstance(text, JoinedSentences):
        return join_sentences(translate_again(text.separator), map(translate_again, text.parts))
    if not isinstance(text, Sentence):
        return text
    values = {name: translate_again(value) for name, value in text.values.items()}
    return tr(text.key, **values)


def join_sentences(separator: str, parts: Iterable[str]) -> str:
    """Texts of ``tr`` as one; joined by hand it would stay in the language of today."""
    listed = tuple(parts)
    joined = JoinedSentences(separator.join(listed))
    joined.separator, joined.parts = separator, listed
    return joined


def has_text(key: str) -> bool:
    """Whether there is a text for ``key``."""
    return catalogue.entry(key) is not None
