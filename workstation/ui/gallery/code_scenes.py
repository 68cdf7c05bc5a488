"""The pages of the unlock code in the gallery."""

from PySide6.QtWidgets import QWidget

from workstation.domain.keys import UnsetReason, WrongCode
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings import tr
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage


def enter_code() -> QWidget:
    """A page to enter a code, after a wrong one."""
    page = EnterCodePage(tr("code.account", number=1001, server="clinic.example.com"))
    page.show_error(WrongCode(2, 0.0))
    return page


def set_code() -> QWidget:
    """A page to set a first code, on a computer without a keyring."""
    page = SetCodePage(UnsetReason.ABSENT, 6)
    page.fields.new.set_text("123456")
    return page


SCENES = [
    GalleryScene("enter_code", 1440, 900, enter_code),
    GalleryScene("set_code", 1440, 900, set_code),
]
