"""The lock screen (08b): locked by itself, and after a wrong code, over the whole window."""

from tests.gallery import sample
from tests.gallery.scenes.active import WINDOW
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.lock.page import LockPage


def idle() -> LockPage:
    """After ten minutes; three letters of the code are typed."""
    page = LockPage()
    page.show_doctor("林若川", 7)
    page.show_time(sample.NOW_MS)
    page.show_unread(8)
    page.show_reason(10)
    page.code.edit.setText("123")
    return page


def wrong() -> LockPage:
    """Three codes are left, and the next one has to wait."""
    page = idle()
    page.show_error(tr("lock.left_unsent", left=3, counts=unsent_and_drafts(2, 1)))
    page.show_wait(4)
    return page


SCENES = [
    GalleryScene("lock", *WINDOW, idle),
    GalleryScene("lock-wrong", *WINDOW, wrong),
    GalleryScene("lock-single", 720, 560, wrong),
]
