"""What can be done with one row of the conversation, as a menu."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from workstation.domain.export import ExportChannel
from workstation.ui.conversation.timeline.paint_context import Hit, hit_denial
from workstation.ui.conversation.timeline.text import TextLink
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon


class MenuEntry(NamedTuple):
    """One more thing to be done with a row; a ``denial`` says why it cannot be."""

    name: str
    icon: Icon
    run: Callable[[], object]
    denial: str = ""
    keys: str = ""


def open_row_menu(  # noqa: PLR0913 - what one row has to offer
    owner: QWidget,
    at: QPoint,
    *,
    hits: list[Hit],
    links: tuple[TextLink, ...],
    copy: Callable[[], object] | None,
    keep_as_quick_reply: Callable[[], object] | None,
    entries: Sequence[MenuEntry],
    trigger: Callable[[Hit], object],
    open_link: Callable[[str], object],
) -> Menu | None:
    """Open the menu with its corner ``at`` a point of the screen; None where nothing is offered."""
    menu, denial = Menu(owner), export_rules.denial(ExportChannel.TEXT)
    if copy is not None:
        menu.add(tr("conversation.copy"), copy, icon=Icon.COPY, keys="Ctrl C", denial=denial)
    if keep_as_quick_reply is not None:
        item = menu.add(tr("quick.keep_text"), keep_as_quick_reply, icon=Icon.QUICK)
        item.setEnabled(not denial)  # from there it could be copied as words of one's own
    for entry in entries:
        keys, denial = entry.keys, entry.denial
        menu.add(entry.name, entry.run, icon=entry.icon, keys=keys, denial=denial)
    for link in links:
        name = tr("conversation.open_link", host=link.host)
        menu.add(name, partial(open_link, link.url), icon=Icon.LINK)
    for hit in hits:
        menu.add(hit.name, partial(trigger, hit), denial=hit_denial(hit))
    if copy is None and not links and not hits and not entries:
        menu.deleteLater()
        return None
    menu.open_at(at)
    menu.focus_first()
    return menu


def open_copy_menu(
    owner: QWidget,
    at: QPoint,
    count: int,
    copy: Callable[[], object],
    entries: Sequence[MenuEntry] = (),
) -> None:
    """What can be done with several messages: they are copied, and what ``entries`` say."""
    menu, denial = Menu(owner), export_rules.denial(ExportChannel.TEXT)
    name = tr("conversation.copy_several", count=count)
    menu.add(name, copy, icon=Icon.COPY, keys="Ctrl C", denial=denial)
    for entry in entries:
        menu.add(entry.name, entry.run, icon=entry.icon, denial=entry.denial)
    menu.open_at(at)
    menu.focus_first()
