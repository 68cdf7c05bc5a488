"""The details of a consultation, with nothing in them yet."""

import pytest

from tests.ui.conversation.details.no_media import NoMedia
from workstation.ui.conversation.details.pane import DetailsPane


@pytest.fixture
def pane(qtbot):
    """The pane by itself, not shown."""
    made = DetailsPane(NoMedia(), lambda: 10_000)
    qtbot.addWidget(made)
    return made
