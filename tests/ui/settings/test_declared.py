"""Every setting that users may change has its row on the page, and its texts."""

import dataclasses
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workstation.base.paths import resource
from workstation.config import BY_KEY, DECLARATIONS, kinds
from workstation.config.declaration import (
    Declaration,
    PageRow,
    PageSection,
    declarations,
    declared,
)
from workstation.domain.language import Language
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.rows import make_row
from workstation.ui.settings.sections import DECLARED, DeclaredSection


def for_users() -> list[Declaration]:
    return [each for each in DECLARATIONS if each.is_for_users]


def texts_of(declaration: Declaration) -> dict[str, set[str]]:
    """The names of the texts that a setting must have, and of those that it may have."""
    kind, must = declaration.kind, {"title", "help"}
    if declaration.row is None or declaration.row.section is PageSection.SIGN_IN:
        return {"must": must, "may": must}
    must |= {"spelled"} | ({"choice_spelled"} if isinstance(kind, kinds.OneOf) else set())
    if isinstance(kind, kinds.OneOf) and not isinstance(kind, kinds.LanguageCode):
        must |= {"choice"}
    if isinstance(kind, kinds.HoursOfDay):
        must |= {"begin", "end"}
    return {"must": must, "may": must | {"hint"}}


def test_every_setting_for_users_is_on_the_settings_page_or_before_sign_in(qtbot: QtBot) -> None:
    page = SettingsPage("1.0.0")
    qtbot.addWidget(page)
    before_sign_in = [
        each.key
        for each in for_users()
        if each.row is not None and each.row.section is PageSection.SIGN_IN
    ]
    assert before_sign_in == ["api.base"]
    assert {*page.rows, *before_sign_in} == {each.key for each in for_users()}
    assert {*DECLARED, PageSection.SIGN_IN} == {*PageSection}


def test_no_setting_of_the_administrator_alone_is_on_the_page(qtbot: QtBot) -> None:
    page = SettingsPage("1.0.0")
    qtbot.addWidget(page)
    assert page.rows
    assert all(BY_KEY[key].is_for_users for key in page.rows)


@pytest.mark.parametrize("declaration", for_users(), ids=lambda each: each.key)
def test_a_row_names_only_settings_that_are_there_and_fit(declaration: Declaration) -> None:
    row = declaration.row
    assert row is not None
    if row.needs:
        assert isinstance(BY_KEY[row.needs].kind, kinds.Flag)
    if row.below:
        assert isinstance(BY_KEY[row.below].kind, kinds.Number)
        assert declaration.default < BY_KEY[row.below].default
    if isinstance(declaration.kind, kinds.Number):
        assert declaration.default in row.offered
        assert [declaration.kind.read(number) for number in row.offered] == list(row.offered)
    else:
        assert not row.offered


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda each: each.key)
def test_every_setting_has_its_texts_and_no_others(
    declaration: Declaration, language: Language
) -> None:
    path = resource(f"translations/{language.value}/setting.json")
    entry = json.loads(path.read_text(encoding="utf-8"))[declaration.key]
    names = texts_of(declaration)
    assert names["must"] <= entry.keys() <= names["may"]
    assert all(entry.values())
    if "choice" in entry:
        assert entry["choice"].keys() == set(declaration.kind.words)


def test_a_new_switch_is_one_line(qtbot: QtBot) -> None:
    """Its texts are those of another here: which there are is tried above."""

    @dataclasses.dataclass(frozen=True)
    class OneMore:
        flash: bool = declared(
            "notifications.sound", kinds.Flag(), True, PageRow(PageSection.NOTICES)
        )

    section = DeclaredSection(PageSection.NOTICES, declarations(OneMore))
    qtbot.addWidget(section)
    row = section.rows["notifications.sound"]
    assert isinstance(row.control, Switch)
    assert row.control.isChecked()
    with qtbot.waitSignal(row.picked) as blocker:
        QTest.mouseClick(row.control, Qt.MouseButton.LeftButton)
    assert blocker.args == ["notifications.sound", False]


def test_more_words_than_lie_side_by_side_are_in_a_list(qtbot: QtBot) -> None:
    words = kinds.OneOf(("light", "dark", "system", "light"))
    declaration = dataclasses.replace(BY_KEY["ui.theme"], kind=words)
    row = make_row(declaration, PageRow(PageSection.APPEARANCE))
    qtbot.addWidget(row)
    assert [row.select.itemText(number) for number in range(3)] == ["浅色", "深色", "跟随系统"]


def test_a_kind_without_a_control_is_no_setting_for_users() -> None:
    declaration = dataclasses.replace(BY_KEY["ui.theme"], kind=kinds.FilePath())
    with pytest.raises(TypeError, match=r"ui\.theme"):
        make_row(declaration, PageRow(PageSection.APPEARANCE))
