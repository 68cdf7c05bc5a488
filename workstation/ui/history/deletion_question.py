"""The question before many consultations leave the history at once."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.button import ButtonKind

MAX_UNASKED = 20
"""So many may be deleted without a question: each could have been looked at."""


def ask_before_deleting(window: QWidget, count: int, delete: Callable[[], None]) -> None:
    """Ask before deleting; few are deleted at once, as they can be brought back.

    Ctrl A and Delete take two keys, may be meant for the words of the search, and the bar that
    brings back is gone before who was called away is here again.
    """
    if count <= MAX_UNASKED:
        delete()
        return
    title = tr("history.delete_many", count=count)
    dialog = Dialog(window, title, tr("history.delete_many_text"))
    dialog.add_button("delete", tr("history.delete"), ButtonKind.DANGER)
    dialog.add_button("cancel", tr("history.keep"))
    dialog.answered.connect(lambda answer: delete() if answer == "delete" else None)
    dialog.open()
