"""The bar at the foot of the profile, in large text."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.profile.save_bar import SaveBar


def test_the_bar_of_large_text_says_whole_that_nothing_is_unsaved(qtbot: QtBot) -> None:
    theme.set_text_size(200)
    set_language(Language.EN)
    window = QWidget()  # which grants less room than the bar would like
    qtbot.addWidget(window)
    window.resize(1200, 200)
    bar = SaveBar()
    bar.setParent(window)
    bar.resize(608, bar.height())
    window.show()
    title = bar.findChild(Label)
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())
    assert bar.discarding.isHidden()
    bar.show_changed(("introduction",))
    assert not bar.discarding.isHidden()
    window.hide()
