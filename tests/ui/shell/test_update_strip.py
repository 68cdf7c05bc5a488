"""A newer version that was installed under an open window is said, and stays said."""

import shutil

import pytest

from workstation.base.installation import Installation
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import SIZE, theme
from workstation.ui.shell.update_strip import UpdateStrip, watch_for_update
from workstation.ui.shell.window import ShellWindow


def turn(home, name):
    (home / ".current").symlink_to(f"run/{name}")
    (home / ".current").replace(home / "current")


@pytest.fixture
def installation(tmp_path):
    """A program of which two builds lie beside each other, the first in use."""
    for name in ("1", "2"):
        (tmp_path / "run" / name).mkdir(parents=True)
        (tmp_path / "run" / name / "workstation").touch()
    turn(tmp_path, "1")
    return Installation.of_program(tmp_path / "current/workstation")


@pytest.fixture
def window(qtbot):
    """The window that is open meanwhile; nobody sees it before a test shows it."""
    shell_window = ShellWindow()
    qtbot.addWidget(shell_window)
    return shell_window


@pytest.fixture
def strip(window):
    """The strip above its pages."""
    update_strip = UpdateStrip(window)
    window.show_above(update_strip)
    return update_strip


def test_the_system_tells_of_the_upgrade_and_the_strip_stays(qtbot, window, installation):
    restarts = []
    window.show()
    watch = watch_for_update(window, installation, lambda: restarts.append(1))
    assert not window.findChildren(UpdateStrip)
    with qtbot.waitSignal(watch.changed):
        turn(installation.home, "2")
    (strip,) = window.findChildren(UpdateStrip)
    qtbot.waitUntil(strip.isVisible)
    strip.acted.emit()
    assert restarts == [1]
    assert strip.isVisible(), "a doctor who is asked what to do with unsaved work may stay"


def test_an_upgrade_of_which_nobody_told_is_seen_when_the_doctor_comes_back(window, installation):
    watch = watch_for_update(window, installation, lambda: None)
    watch._files.removePaths(watch._files.directories())
    turn(installation.home, "2")
    window.activated.emit()
    window.activated.emit()
    assert len(window.findChildren(UpdateStrip)) == 1


def test_a_program_that_is_removed_under_its_window_says_so_and_offers_to_close(
    qtbot, window, installation
):
    """Restarting is no way out then: what is not loaded yet cannot be, and would end it at once."""
    window.show()
    watch = watch_for_update(window, installation, lambda: None)
    turn(installation.home, "2")
    watch.check()
    with qtbot.waitSignal(watch.changed):
        (installation.home / "current").unlink()
        shutil.rmtree(installation.home / "run")
    (strip,) = window.findChildren(UpdateStrip)
    assert "已从本机卸载" in strip.accessibleName()
    assert strip._action.text() == "关闭程序"
    set_language(Language.EN)
    assert "removed from this computer" in strip.accessibleName()


def test_one_that_is_installed_anew_can_be_restarted_again(window, installation):
    watch = watch_for_update(window, installation, lambda: None)
    shutil.rmtree(installation.folder)
    (installation.home / "current").unlink()
    watch.check()
    turn(installation.home, "2")
    window.activated.emit()
    (strip,) = window.findChildren(UpdateStrip)
    assert "新版本" in strip.accessibleName()


def test_it_is_said_in_the_doctors_language(strip):
    set_language(Language.EN)
    assert "new version is installed" in strip.accessibleName()
    set_language(Language.ZH)
    assert "新版本" in strip.accessibleName()


def test_in_a_small_window_with_large_text_it_takes_one_line(qtbot, window, strip):
    set_language(Language.EN)
    theme.set_text_size(200)
    window.resize(720, 560)
    window.show()
    qtbot.waitUntil(lambda: 0 < strip.height() <= SIZE.bar_sm)
    assert "restart when it suits you" in strip.toolTip()
    theme.set_text_size(100)
    qtbot.waitUntil(lambda: not strip.toolTip())


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_of_the_newer_version(window, installation):
    watch = watch_for_update(window, installation, lambda: None)
    window.show()
    turn(installation.home, "2")
    watch.check()
    assert announcer.recent == ("新版本已安装。 可以继续工作，方便时再重新启动。",)
