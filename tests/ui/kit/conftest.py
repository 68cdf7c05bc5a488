"""Fixtures of the kit's tests."""

import pytest

from tests.ui.kit.list_editors import Show, editor_of_two_tags
from workstation.ui.kit.fields.tag_editor import TagEditor


@pytest.fixture
def tags(show_widget: Show) -> TagEditor:
    """Two tags, and the keyboard behind them."""
    editor = editor_of_two_tags(show_widget)
    editor.edit.setFocus()
    return editor
