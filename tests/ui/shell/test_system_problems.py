"""What is wrong with this computer is said above every page, in either language."""

import pytest

from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.shell import system_problems as module
from workstation.ui.shell.system_problems import SystemProblem, SystemProblemBanner, system_problems
from workstation.ui.shell.window import ShellWindow


def resolution(*layers):
    return resolve(layers)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (
            SettingsLayer(SettingsSource.POLICY_FILE, {"waiting.red": "soon"}),
            ("policy_value", "waiting.red"),
        ),
        (
            SettingsLayer(SettingsSource.REGISTRY, {"waiting.red": -1}),
            ("policy_value", "waiting.red"),
        ),
        (SettingsLayer(SettingsSource.USER, {"ui.theme": "blue"}), ("own_value", "ui.theme")),
        (SettingsLayer(SettingsSource.POLICY_FILE, fault="foreign"), ("policy_file", "")),
        (SettingsLayer(SettingsSource.USER, fault="unreadable"), ("own_file", "")),
    ],
)
def test_each_kind_of_bad_source_has_its_sentence(layer, expected):
    (trouble,) = system_problems(resolution(layer))
    assert trouble == SystemProblem(*expected)
    for language in Language:
        set_language(language)
        assert trouble.what
        assert trouble.then


def test_what_is_only_a_warning_is_left_to_the_log():
    assert (
        system_problems(resolution(SettingsLayer(SettingsSource.POLICY_FILE, {"unheard.of": 1})))
        == []
    )
    assert (
        system_problems(
            resolution(SettingsLayer(SettingsSource.POLICY_FILE, fault="folder_of_others"))
        )
        == []
    )


def test_without_a_font_for_chinese_the_sentence_can_be_read_all_the_same(monkeypatch):
    monkeypatch.setattr(module.QFontDatabase, "families", lambda _system: [])
    (trouble,) = system_problems(resolution())
    set_language(Language.ZH)
    assert "No font for Chinese" in trouble.what
    assert "fonts-noto-cjk" in trouble.then


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_of_each_as_it_comes(show_widget):
    first, second = SystemProblem("policy_value", "waiting.red"), SystemProblem("own_file")
    banner = SystemProblemBanner([first, second])
    assert announcer.recent == ()
    show_widget(banner)
    assert announcer.recent == (f"{first.what} {first.then}",)
    banner.acted.emit()
    assert announcer.recent[0] == f"{second.what} {second.then}"


def test_the_banner_says_one_after_the_other_until_all_are_put_away(qapp):  # noqa: ARG001
    window = ShellWindow()
    banner = SystemProblemBanner(
        [SystemProblem("policy_value", "waiting.red"), SystemProblem("own_file")]
    )
    window.show_above(banner)
    window.show()
    first = banner.accessibleName()
    assert banner.isVisible()
    set_language(Language.EN)
    assert banner.accessibleName() != first
    assert "administrator" in banner.accessibleName()
    banner.acted.emit()
    assert "cannot be read" in banner.accessibleName()
    banner.acted.emit()
    assert not banner.isVisible()
    window.end()
    window.deleteLater()
