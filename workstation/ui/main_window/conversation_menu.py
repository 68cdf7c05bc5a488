"""What opens over the pages, in the menu of a conversation: summary, records, package, photos."""

from collections.abc import Callable
from functools import partial

from workstation.domain.consultation import Consultation
from workstation.domain.export import ExportChannel
from workstation.ui.conversation.head import MenuOffer
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.hit_actions import HitAction, TakeOut
from workstation.ui.kit.theme import Icon
from workstation.ui.main_window.overlays import Overlays


class ConversationMenu:
    """Offers of the conversation's menu, each about the consultation open when it is picked."""

    def __init__(self, overlays: Overlays, pane: ConversationPane) -> None:
        self._overlays, self._pane = overlays, pane
        overlays.watch(pane)
        pane.view.action_triggered.connect(self._take_out)
        pdf, paper, file = ExportChannel.PDF, ExportChannel.PRINT, ExportChannel.FILE
        for key, act, icon, channels, action in (
            ("closing.menu", self._close, Icon.FLAG, (), "summary"),
            ("record.menu.pdf", self._save, Icon.DOWNLOAD, (pdf,), "pdf"),
            ("record.menu.print", self._print, Icon.DOC, (paper,), "print"),
            ("evidence.menu", self._pack, Icon.CHECKS, (pdf, file), "package"),
            ("viewer.menu", overlays.move_viewer, Icon.WINDOW, (), "photo_window"),
        ):
            pane.head.offer(MenuOffer(key, act, icon, channels=channels, action=action))

    def offer_purge(self, close: Callable[[], None]) -> None:
        """Offer to purge the patient of a conversation that has ended; it is closed meanwhile."""
        self._overlays.purge.purging.connect(close)
        self._pane.head.offer(MenuOffer("purge.menu", self._purge, Icon.TRASH))

    def _call_with_open(self, act: Callable[[Consultation], None]) -> None:
        if self._pane.consultation is not None:
            act(self._pane.consultation)

    def _close(self) -> None:
        self._call_with_open(self._overlays.closing.open)

    def _save(self) -> None:
        self._call_with_open(self._overlays.records.save)

    def _print(self) -> None:
        self._call_with_open(self._overlays.records.print)

    def _pack(self) -> None:
        self._call_with_open(self._overlays.packages.export)

    def _purge(self) -> None:
        self._call_with_open(self._overlays.purge.ask)

    def _take_out(self, action: HitAction, _share: float) -> None:
        if isinstance(action, TakeOut):
            records = self._overlays.records
            act = records.save if action.channel is ExportChannel.PDF else records.print
            self._call_with_open(partial(act, excerpt=action.keys))
