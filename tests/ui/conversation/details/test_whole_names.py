"""The details have every name whole: in all other places a long one is cut."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.store.people import consultation
from tests.ui.conversation.details.no_media import NoMedia
from workstation.domain.ids import MemberId
from workstation.domain.people import Member, Team
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.label import Label

LONG = (
    "\u0645\u062d\u0645\u062f \u0639\u0628\u062f \u0627\u0644\u0644\u0647 3 " * 3,
    "阿不都热依木·阿不都克里木江·买买提明" * 2,
    "Wolfeschlegelsteinhausenbergerdorff-Müller",
)


@pytest.fixture
def pane(show_widget):
    """The details beside a conversation, in sight."""
    made = DetailsPane(NoMedia(), lambda: 10_000)
    window = show_widget(made)
    window.resize(400, 900)
    return made


def line_in(pane: QWidget, text: str) -> str:
    """What is to be seen of a text, without the breaks of its lines."""
    (label,) = [label for label in pane.findChildren(Label) if label.text() == text]
    block = label.block(label.contentsRect().width())
    assert label.height() >= block.height
    return "".join("".join(line.text for line in block.lines).split())


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", LONG)
def test_a_long_name_is_whole(pane, name, percent):
    name = name.strip()
    theme.set_text_size(percent)
    people = {"target": Member(7, name), "creator": Member(8, f"{name} A")}
    doctors = (DoctorCard(MemberId(1009), f"{name} B", f"{name} C", me=False),)
    pane.show_consultation(consultation(7, **people, team=Team(6, f"{name} D")), doctors)
    QApplication.processEvents()
    for text in (name, *(f"{name} {letter}" for letter in "ABCD")):
        assert line_in(pane, text) == "".join(text.split())


@pytest.mark.parametrize("language", Language)
def test_what_a_fact_is_called_is_whole(pane, language):
    set_language(language)
    pane.show_consultation(consultation(7), ())
    QApplication.processEvents()
    assert pane.facts
    for fact in pane.facts.values():
        assert fact.name.width() >= fact.name.sizeHint().width()
