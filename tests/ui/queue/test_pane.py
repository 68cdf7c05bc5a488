"""The work queue's head."""

import pytest

from workstation.ui.pages.active.queue import QueuePane
from workstation.ui.strings import Language, set_language


@pytest.mark.parametrize(
    ("language", "said"),
    [(Language.ZH, "搜索姓名、症状、团队"), (Language.EN, "Search name, symptom, team")],
)
def test_the_search_promises_what_it_looks_through(qtbot, language, said):
    set_language(language)
    pane = QueuePane(("waiting",))
    qtbot.addWidget(pane)
    assert pane.search.edit.placeholderText() == said
    assert pane.search.edit.accessibleName() == said
    pane.resize(336, 600)
    pane.show()
    edit = pane.search.edit
    assert edit.fontMetrics().horizontalAdvance(said) <= edit.width()
