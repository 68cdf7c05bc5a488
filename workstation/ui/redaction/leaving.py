"""The question before what a doctor covered is thrown away: it may be the work of minutes."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.button import ButtonKind

DISCARD = "discard"


def leaving_question(window: QWidget) -> Dialog:
    """The question, not open yet; it answers ``DISCARD``, or ``cancel`` to go on."""
    dialog = Dialog(window, tr("redaction.leaving.title"), tr("redaction.leaving.text"))
    dialog.add_button(DISCARD, tr("redaction.leaving.discard"))
    dialog.add_button(dialog.cancel_name, tr("redaction.leaving.stay"), ButtonKind.FILLED)
    return dialog
