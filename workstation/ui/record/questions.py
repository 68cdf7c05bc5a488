"""What is asked before a record leaves the program; nothing here blocks."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from workstation.devices.printers import PrinterAnswer
from workstation.domain.export import ExportChannel, ExportPermit
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.file_dialog import (
    SaveDialog,
    StandardLocation,
    own_folder,
    pick_path,
)
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.button import ButtonKind

CHINESE = QFontDatabase.WritingSystem.SimplifiedChinese


async def confirm_missing_font(window: QWidget) -> bool:
    """Ask where Chinese cannot be written, and whether to go on; true at once where it can."""
    if QFontDatabase.families(CHINESE):
        return True
    dialog = Dialog(window, tr("record.no_font.title"), tr("record.no_font.text"))
    dialog.add_button("anyway", tr("record.no_font.anyway"))
    dialog.add_button("cancel", tr("record.hint.cancel"), ButtonKind.FILLED)
    return await dialog.ask() == "anyway"


async def confirm_unencrypted(window: QWidget) -> bool:
    """Ask whether to go on: the file will not be encrypted as everything here is."""
    dialog = Dialog(window, tr("record.hint.title"), tr("record.hint.text"))
    dialog.add_button("cancel", tr("record.hint.cancel"))
    dialog.add_button("choose", tr("record.hint.choose"), ButtonKind.FILLED)
    return await dialog.ask() == "choose"


async def confirm_package(window: QWidget, wish: QWidget) -> bool:
    """Whether the doctor still wants a package, knowing what is in it."""
    return await package_dialog(window, wish).ask() == "choose"


def package_dialog(window: QWidget, wish: QWidget) -> Dialog:
    """The dialog of what a package holds, unencrypted; it answers ``choose`` or ``cancel``.

    ``wish`` is ticked where something is to be kept out.
    """
    dialog = Dialog(window, tr("evidence.hint.title"), tr("evidence.hint.text"))
    dialog.body.addWidget(wish)
    dialog.add_button("cancel", tr("record.hint.cancel"))
    dialog.add_button("choose", tr("evidence.hint.choose"), ButtonKind.FILLED)
    return dialog


async def wants_pdf_instead(window: QWidget, answer: PrinterAnswer) -> bool:
    """Ask whether to save a PDF, as there is no printer or none that answers."""
    name = "record.silent_printers" if answer is PrinterAnswer.SILENT else "record.no_printer"
    denial = export_rules.denial(ExportChannel.PDF)
    dialog = Dialog(window, tr(f"{name}.title"), denial or tr(f"{name}.text"))
    dialog.add_button("cancel", tr("record.hint.cancel"))
    pdf = dialog.add_button("pdf", tr("record.menu.pdf"), ButtonKind.FILLED)
    export_rules.mark(pdf, ExportChannel.PDF)
    return await dialog.ask() == "pdf"


async def ask_where(window: QWidget, file_name: str, permit: ExportPermit) -> Path | None:
    """A place for the PDF, under a name that tells no patient's."""
    dialog = SaveDialog(window, tr("record.save_title"), permit)
    dialog.setNameFilter(f"{tr('record.file_filter')} (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    return await pick_path(dialog, own_folder(StandardLocation.DocumentsLocation), file_name)


async def ask_where_package(window: QWidget, file_name: str, permit: ExportPermit) -> Path | None:
    """A place for an evidence package, under a name that tells no patient's."""
    dialog = SaveDialog(window, tr("evidence.save_title"), permit)
    dialog.setNameFilter(f"{tr('evidence.file_filter')} (*.zip)")
    dialog.setDefaultSuffix("zip")
    return await pick_path(dialog, own_folder(StandardLocation.DocumentsLocation), file_name)
