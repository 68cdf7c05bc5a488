"""A settings page in a window of its own."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from workstation.ui.settings.page import SettingsPage


@pytest.fixture
def page(show_widget: Callable[..., QWidget]) -> SettingsPage:
    """The page at its common width."""
    page = SettingsPage("1.2.3")
    show_widget(page).resize(1000, 700)
    return page
