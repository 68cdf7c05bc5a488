"""What is seen instead of the program where it cannot start: why, and what to do."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.empty_state import EmptyState


def startup_failure_page(problem: str, next_step: str, close: Callable[[], object]) -> QWidget:
    """A page with one way on: to close."""
    page = EmptyState(Icon.ALERT)
    page.show_text(problem, next_step, announces=True)
    way_on = page.add_button()
    way_on.setText(tr("stopped.close"))
    way_on.clicked.connect(close)
    return page
