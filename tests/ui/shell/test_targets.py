"""What is pressed around the pages is no target that an unsteady hand misses."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.banner import Banner, BannerTone
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.shell.rail import Rail


def test_every_button_around_the_pages_is_high_and_wide_enough(
    show_widget: Callable[..., QWidget],
) -> None:
    """Those named 在线 and "设置密码…" were 20 pixels high; WCAG 2.2 asks for 24."""
    rail, banner, notice = Rail(), Banner(), NoticeBar(Ink.WARNING)
    window = show_widget(rail, banner, notice)
    banner.show_text(BannerTone.WARNING, "连接已断开", "8 秒后重新连接。", "立即重试")
    notice.show_text("没有保存", "关闭程序后丢失。", "设置密码…")
    notice.show()
    window.resize(800, 900)
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
    assert len(buttons) >= len(rail.items) + 4
    sizes = [(each.text(), each.width(), each.height()) for each in buttons]
    assert all(min(size) >= SIZE.control_sm for _name, *size in sizes), sizes
