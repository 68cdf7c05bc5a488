"""The profile page in a window, and what it asks."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.domain.profile import Profile
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.page import Page
from workstation.ui.profile.page import ProfilePage
from workstation.ui.shell.window_frame import WindowFrame

PAGE = Profile(
    1001, "林若川", "主任医师", "清河儿童医院", "儿科", "简介。", "", ("湿疹",), ("教学奖",)
)


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[WindowFrame]:
    """The window with the profile and the history."""
    frame = WindowFrame()
    frame.add_page("profile", ProfilePage)
    frame.add_page("history", Page)
    frame.resize(1440, 900)
    frame.show_page("profile")
    with active(frame, qtbot):
        yield frame


@pytest.fixture
def page(frame: WindowFrame) -> ProfilePage:
    """The doctor's own page, as it is stored."""
    page = frame.page("profile")
    assert isinstance(page, ProfilePage)
    page.show_profile(PAGE)
    return page


def write(page: ProfilePage, text: str = "新的简介。") -> None:
    """Change the introduction."""
    page.editor.introduction.edit.setFocus()
    page.editor.introduction.edit.selectAll()
    page.editor.introduction.edit.insertPlainText(text)


def saves_of(page: ProfilePage) -> list[tuple[Profile, Profile]]:
    """What is asked to be saved from now on."""
    emitted: list[tuple[Profile, Profile]] = []
    page.save_asked.connect(lambda base, edited: emitted.append((base, edited)))
    return emitted


def questions(frame: WindowFrame) -> list[Dialog]:
    """The dialogs in sight."""
    return [dialog for dialog in frame.findChildren(Dialog) if dialog.isVisible()]
