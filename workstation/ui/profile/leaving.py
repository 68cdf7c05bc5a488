"""The question before the doctor leaves unsaved changes behind, and the wait for a save."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.button import ButtonKind


def ask_before_leaving(window: QWidget, sections: tuple[str, ...]) -> Dialog:
    """Ask whether to save or give up: it answers ``save``, ``discard``, or ``cancel`` to go on."""
    names = tr("profile.comma").join(tr(f"profile.{name}.title") for name in sections)
    text = tr("profile.leaving.text", sections=names) if names else tr("profile.leaving.typed")
    dialog = Dialog(window, tr("profile.leaving.title"), text)
    dialog.add_button("cancel", tr("profile.keep_editing"))
    dialog.add_button("discard", tr("profile.discard"))
    dialog.add_button("save", tr("profile.save"), ButtonKind.FILLED)
    dialog.open()
    return dialog


def open_saving_dialog(window: QWidget) -> Dialog:
    """Say that leaving waits for the save; it answers ``cancel`` to go on editing.

    Nothing can be given up meanwhile: the platform may have the changes already.
    """
    dialog = Dialog(window, tr("profile.leaving.saving"), tr("profile.leaving.waits"))
    dialog.add_button("cancel", tr("profile.keep_editing"))
    dialog.open()
    return dialog
