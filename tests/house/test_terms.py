"""One word for one thing in every sentence for people, and the same one in both languages.

The sentences are those of the translations, the pages for doctors and the Windows installer. Each
term names the words that it took the place of, and why they do not come back.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import ROOT
from workstation.config import BY_KEY

TRANSLATIONS = ROOT / "resources/translations"
PAGES = {"zh": ROOT / "docs/doctor.zh.md", "en": ROOT / "docs/doctor.en.md"}
INSTALLER = ROOT / "resources/installer/windows/installer.nsi"
PARTS = {"what", "next", "title", "text", "help", "one", "other"}


@dataclass(frozen=True, slots=True)
class Term:
    """What one thing is called; ``retired`` are patterns of the words it is not called.

    ``paired`` terms stand in both languages wherever they stand in one; of the others some
    sentences say "it", or the word is a common one.
    """

    chinese: str
    english: str
    retired: tuple[str, ...]
    why: str
    doctors_only: bool = False
    paired: bool = False

    def __str__(self) -> str:
        return self.english


TERMS = (
    Term("本机", "this computer", ("[这此]台电脑", "本台电脑"), "shorter, and what Windows says"),
    Term(
        "凭据管理器",
        "credential manager",
        ("凭据(?!管理器)", "credentials?(?! manager)"),
        "the name that Windows gives it; nobody knows what a locked credential is",
        paired=True,
    ),
    Term(
        "访问令牌",
        "access token",
        ("(?<!访问)令牌", "(?<!access )tokens?"),
        "the field of the sign-in page has this name",
        paired=True,
    ),
    Term(
        "消息服务",
        "message service",
        ("消息(登录|主机)", "messaging", r"(?-i:\bIM\b)"),
        "three names made it look like three services",
    ),
    Term("图片", "photo", ("照片", "(picture|image)s?"), "doctors are sent photos"),
    Term(
        "语音",
        "voice message",
        (r"voices?\b(?! messages?)",),
        "a voice is not a thing to send",
        paired=True,
    ),
    Term(
        "对话", "conversation", ("会话", "聊天", "chats?", "sessions?"), "a session is a program's"
    ),
    Term("咨询", "consultation", ("会诊", "问诊"), "the platform's word"),
    Term(
        "接诊中",
        "active",
        ("进行中", r"open consultations\b"),
        "the list and its page have this name, and one that is open is on the screen",
    ),
    Term(
        "列表",
        "list",
        ("(?<!打印)队列", r"(?<!print )queue\b"),
        "what waits to be sent is queued; consultations stand in a list",
    ),
    Term(
        "个人主页", "profile", ("(?<!个人)主页",), "alone it is a program's first page", paired=True
    ),
    Term("点击", "click", ("点按",), "a mouse clicks"),
    Term("备份", "backed up", ("搁置", "(set|put) aside"), "it says that nothing is lost"),
    Term("导出", "export", ("制作",), "a record is not manufactured", paired=True),
    Term("消息", "message", ("来信", "发件箱", "outbox", "letters?"), "this is no e-mail"),
    Term(
        "平台",
        "platform",
        ("接口", "房间", "缓存", "解码", r"\brooms?\b", "interface", "cache", "vault", "decoder"),
        "words of the wire and of the program's own parts say nothing to a doctor",
        doctors_only=True,
    ),
)


def _flat(group: dict[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in group.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", str(value)


@cache
def _sentences(language: str) -> dict[str, str]:
    """Every sentence by where it stands."""
    sentences = {}
    for path in sorted((TRANSLATIONS / language).glob("*.json")):
        sentences.update(_flat(json.loads(path.read_text(encoding="utf-8")), path.stem))
    return sentences


@cache
def _lines(path: Path, marker: str) -> dict[str, str]:
    """The lines of a page that speak the language, without what is typed or pointed at."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return {
        f"{path.name}:{number}": re.sub(r"`[^`]*`|\]\([^)]*\)", "", line)
        for number, line in lines
        if marker in line
    }


def _all(language: str) -> dict[str, str]:
    installer = {"zh": "LANG_SIMPCHINESE", "en": "LANG_ENGLISH"}[language]
    return _sentences(language) | _lines(PAGES[language], "") | _lines(INSTALLER, installer)


def _is_for_administrators(where: str) -> bool:
    """Whether no doctor reads it; of a setting that users may change only the help."""
    area, _, rest = where.partition(".")
    if area != "setting":
        return area == "check"
    (key,) = (key for key in BY_KEY if rest.startswith(f"{key}."))
    return rest == f"{key}.help" or not BY_KEY[key].is_for_users


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_no_sentence_says_it_by_a_retired_word(term: Term) -> None:
    retired = re.compile("|".join(term.retired), re.IGNORECASE)
    saying = {
        where: text
        for language in ("zh", "en")
        for where, text in _all(language).items()
        if not (term.doctors_only and _is_for_administrators(where))
        and retired.search(re.sub(r"\{\w+\}", "", text))
    }
    assert not saying, term.why


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_the_word_that_was_chosen_is_the_one_in_use(term: Term) -> None:
    """Else the table would speak of things that the program no longer says."""
    for language, word in (("zh", term.chinese), ("en", term.english)):
        assert any(word in text.lower() for text in _sentences(language).values()), word


@pytest.mark.parametrize("term", [term for term in TERMS if term.paired], ids=str)
def test_both_languages_say_it_in_the_same_places(term: Term) -> None:
    chinese = {_whole(key) for key, text in _sentences("zh").items() if term.chinese in text}
    english = {
        _whole(key) for key, text in _sentences("en").items() if term.english in text.lower()
    }
    assert chinese == english


def _whole(key: str) -> str:
    """Where a sentence stands with its next step: one of the two may say "it"."""
    group, _, part = key.rpartition(".")
    return group if part in PARTS else key
