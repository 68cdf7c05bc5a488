"""The strip above every page, in a window that has room for few lines."""

from pytestqt.qtbot import QtBot

from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import theme
from workstation.ui.shell.lasting_notices import StandingNotice


def test_where_lines_are_few_the_strip_has_one_and_the_whole_as_its_tool_tip(qtbot: QtBot) -> None:
    set_language(Language.EN)
    theme.set_text_size(200)
    strip = StandingNotice()
    qtbot.addWidget(strip)
    strip.show_text(tr("keeping.title"), tr("keeping.lost"), "Unlock…")
    strip.resize(900, 400)
    line = strip.title.heightForWidth(5_000)
    assert strip.title.heightForWidth(700) > line
    strip.fit(is_brief=True)
    assert strip.title.heightForWidth(700) == line
    assert tr("keeping.title") in strip.toolTip()
    assert tr("keeping.lost") in strip.toolTip()
    strip.fit(is_brief=False)
    assert strip.title.heightForWidth(700) > line
    assert not strip.toolTip()
