"""All of a notice that has too few lines where it stands, to be read over the page.

In a low window with large text a bar has two lines at most, or it would take the place of what one
reads. A dialog scrolls, and keys and screen readers get to every word of it.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.overlay import OverlayHost, overlay_host
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.banner import Banner
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.kit.widgets.notice_bar import NoticeBar


def let_open_whole(*bars: NoticeBar | Banner) -> None:
    """Let the button of each bar open what it has no lines for."""
    for bar in bars:
        bar.whole_asked.connect(partial(_open, bar))


class WholeNotice(Dialog):
    """A dialog that shows all of a notice; one at a time, as bars above the page can be pressed."""


def _open(bar: NoticeBar | Banner, title: str, text: str) -> None:
    host = _page_around(overlay_host(bar))
    for earlier in host.findChildren(WholeNotice):
        earlier.answer(earlier.cancel_name)
    dialog = WholeNotice(host, title, text)
    dialog.add_button("close", tr("widgets.close"), ButtonKind.FILLED)
    dialog.open()


def _page_around(host: QWidget) -> QWidget:
    """The page in the window, where the bar lies above it, so that it goes away behind a lock.

    Over the window itself it would stay, and take the keyboard from the code that unlocks.
    """
    pages = [page for page in host.findChildren(QWidget) if isinstance(page, OverlayHost)]
    return next((page for page in pages if page.isVisible()), host)
