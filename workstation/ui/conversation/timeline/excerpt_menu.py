"""What the menu of several messages offers besides copying: they alone as a PDF, or printed."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial

from workstation.domain.export import ExportChannel
from workstation.ui.conversation.timeline.items import TimelineItem
from workstation.ui.conversation.timeline.row_menu import MenuEntry
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon

WAYS = ((ExportChannel.PDF, Icon.DOWNLOAD), (ExportChannel.PRINT, Icon.DOC))


def excerpt_entries(
    items: Iterable[TimelineItem], ask: Callable[[frozenset[Hashable], ExportChannel], object]
) -> Iterator[MenuEntry]:
    """``ask`` is given the keys of the items, and the way by which they go out."""
    keys = frozenset(item.key for item in items)
    for channel, icon in WAYS:
        name = tr(f"record.menu.excerpt_{channel.value}")
        yield MenuEntry(name, icon, partial(ask, keys, channel), export_rules.denial(channel))
