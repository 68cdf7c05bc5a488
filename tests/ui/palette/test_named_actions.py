"""Actions and settings are found by words, by pinyin whole and by its first letters."""

import pytest

from workstation.base.paths import resource
from workstation.domain.pinyin import read_table
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.palette.entries import PaletteAction
from workstation.ui.palette.named_actions import find_actions

READINGS = read_table(resource("pinyin/syllables.txt").read_text(encoding="utf-8"))


def actions():
    """All that are declared, a setting and one of its values."""
    for action in ACTIONS.values():
        yield PaletteAction(action.name, action.icon, action.title, list, action.spelled)
    yield PaletteAction("ui.theme", Icon.PALETTE, "主题", list, tr("setting.ui.theme.spelled"))
    dark = tr("setting.ui.theme.choice_spelled.dark")
    yield PaletteAction("ui.theme dark", Icon.PALETTE, "主题：深色", list, dark)


def keys_for(words):
    return [action.key for action in find_actions(actions(), words, READINGS)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("设置", "settings"),
        ("sz", "settings"),
        ("shezhi", "settings"),
        ("SheZhi", "settings"),
        ("打印", "print"),
        ("dy", "print"),
        ("dayin", "print"),
        ("深色", "ui.theme dark"),
        ("shense", "ui.theme dark"),
        ("zhuti", "ui.theme"),
        ("ss", "search"),
        ("xiaojie", "summary"),
        ("交班", "handover"),
        ("锁屏", "lock"),
        ("新咨询", "new"),
    ],
)
def test_what_is_meant_comes_first(words, first):
    assert keys_for(words)[0] == first


def test_what_nothing_is_called_finds_nothing():
    assert keys_for("皮疹") == []
    assert keys_for("q") == []


def test_english_words_find_them_in_english():
    set_language(Language.EN)
    assert keys_for("print")[0] == "print"
    assert keys_for("preferences") == ["settings"]
