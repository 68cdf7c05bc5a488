"""The page of the queue in windows of every width."""

import pytest

from tests.store.people import consultation
from tests.ui.still_board import StillBoard
from workstation.ui.page import Width
from workstation.ui.pages.active.page import ActivePage


@pytest.fixture
def page(qtbot):
    made = ActivePage(StillBoard(), lambda: 0)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_consultation(consultation(1), ())
    return made


@pytest.mark.parametrize("docked", [True, False])
def test_details_are_beside_the_conversation_again_where_they_were(page, docked):
    page.fit(Width.WIDE, short=False)
    page.toggle_details(shown=docked)
    page.fit(Width.DRAWER, short=False)
    assert not page.details.isVisible()
    page.toggle_details(shown=True)
    page.toggle_details(shown=False)
    page.fit(Width.WIDE, short=False)
    assert page.details.isVisible() is docked
