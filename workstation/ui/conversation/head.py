"""The head of a conversation: whom it is about, who asks, how long the patient waits."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.domain.export import ExportChannel
from workstation.domain.value import Value
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.collapsible import Collapsible
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.kit.widgets.tab_order import put_before_in_tab_order
from workstation.ui.kit.widgets.typing_dots import TypingDots

LEAST_NAMES = SPACE.x24
"""What the names have beyond their ellipsis before anything else may stand beside them, in px."""


def who_asks(consultation: Consultation) -> str:
    """Who started the consultation, in words: ``王秀英 发起``, or ``本人``."""
    if consultation.for_self:
        return tr("queue.for_self")
    return tr("queue.by", name=consultation.creator.name or tr("queue.no_name"))


class MenuOffer(Value):
    """One line of the menu "more": the key of its text, what it does, by which ways out.

    ``action`` is its name where it is declared (``kit/actions``), so that the palette finds it and
    the menu shows its keys.
    """

    text: str
    act: Callable[[], object]
    icon: Icon | None = None
    channels: tuple[ExportChannel, ...] = ()
    action: str = ""

    @property
    def keys(self) -> str:
        """The first of its key sequences as text; empty where it has none."""
        return next(iter(ACTIONS[self.action].shown_keys), "") if self.action else ""

    @property
    def denial(self) -> str:
        """Who forbade one of its ways out; empty where all of them may be gone."""
        return next(filter(None, map(export_rules.denial, self.channels)), "")


class ConversationHead(Panel):
    """The line above a conversation.

    Emits ``back``, ``find_asked``, ``details_toggled``, ``no_reply`` and the signals of its offers.
    """

    back = Signal()
    find_asked = Signal()
    details_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.BottomEdge, parent=parent)
        theme.hold(self, QWidget.setFixedHeight, SIZE.header)
        self.to_list = IconButton(Icon.LEFT)
        self.name = Label(role=TextRole.TITLE, strong=True, elide=True)
        self.under = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, elide=True)
        self.dots = TypingDots()
        self.waiting = Chip("", Tone.PLAIN, icon=Icon.CLOCK)
        self.no_reply = IconButton(Icon.CHECK)
        self.search = IconButton(Icon.SEARCH)
        self.details = IconButton(Icon.PANEL)
        self.more = IconButton(Icon.MORE)
        self._offers: list[MenuOffer] = []
        self._consultation: Consultation | None = None
        self._typing = ""
        self._needs_none = False
        self.details.setCheckable(True)
        self._arrange()
        self.to_list.hide()
        self.dots.hide()
        self.waiting.hide()
        self._waiting = Collapsible(self.waiting, self, ease=LEAST_NAMES)
        self.no_reply.hide()
        self.more.hide()
        self.more.clicked.connect(self.open_menu)
        self.to_list.clicked.connect(self.back)
        self.search.clicked.connect(self.find_asked)
        self.details.toggled.connect(self.details_toggled)
        self.retranslate()

    def show_consultation(self, consultation: Consultation) -> None:
        """Show name and second line; typing in another conversation is not shown in this one."""
        before, self._consultation = self._consultation, consultation
        if before is None or before.consultation_id != consultation.consultation_id:
            self._typing = ""
        self.name.setText(consultation.patient_name or tr("queue.no_name"))
        self._update_under()

    def show_typing(self, name: str) -> None:
        """Show who is typing; an empty name for nobody."""
        self._typing = name
        self._update_under()

    def show_waiting(self, text: str, tone: Tone) -> None:
        """Show how long the patient waits; empty when answered. It gives way to the name."""
        self.waiting.show_text(text, tone)
        self._waiting.offer(offered=bool(text))

    def show_need(self, *, waiting: bool, no_reply: bool) -> None:
        """Offer to mark that no reply is needed, or to undo that mark, or neither."""
        self._needs_none = no_reply
        self.no_reply.show_icon(Icon.UNDO if no_reply else Icon.CHECK)
        self.no_reply.setVisible(waiting or no_reply)
        self._name_need()

    def show_details(self, *, visible: bool) -> None:
        """Press the button of the details in, or not, without a signal."""
        with QSignalBlocker(self.details):
            self.details.setChecked(visible)

    def add_tool(self, tool: QWidget) -> None:
        """Put one more thing before the buttons, also for Tab."""
        self._tools.insertWidget(self._tools.indexOf(self.search), tool)
        put_before_in_tab_order(self.search, [tool])

    def offer(self, offer: MenuOffer) -> None:
        """Put one more line into the menu "more", below those already there."""
        self._offers.append(offer)
        self.more.show()

    def offered_actions(self) -> dict[str, Callable[[], object]]:
        """What of the menu is a declared action and may be done now, by its name."""
        return {
            offer.action: offer.act for offer in self._offers if offer.action and not offer.denial
        }

    def open_menu(self) -> Menu:
        """Show what else can be done with this consultation."""
        menu = Menu(self.more)
        for offer in self._offers:
            menu.add(
                tr(offer.text), offer.act, icon=offer.icon, keys=offer.keys, denial=offer.denial
            )
        menu.open(right=True)
        return menu

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.more.set_name(tr("conversation.more"))
        self.to_list.set_name(tr("conversation.back"))
        self._name_need()
        self.search.set_name(tr("search.find.name"), *ACTIONS["find"].shown_keys)
        self.details.set_name(tr("conversation.details"), *ACTIONS["details"].shown_keys)
        if self._consultation is not None:
            self.show_consultation(self._consultation)

    def _name_need(self) -> None:
        key = "reply_needed" if self._needs_none else "no_reply"
        self.no_reply.set_name(tr(f"queue.mark.{key}"), *ACTIONS["no_reply"].shown_keys)

    def _update_under(self) -> None:
        consultation = self._consultation
        self.dots.setVisible(bool(self._typing))
        if self._typing:
            self.under.set_ink(Ink.ACCENT)
            self.under.setText(tr("queue.typing", name=self._typing))
        elif consultation is not None:
            self.under.set_ink(Ink.SECONDARY)
            self.under.setText(
                " · ".join(filter(None, (who_asks(consultation), consultation.team.name)))
            )

    def _arrange(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.name)
        under = QHBoxLayout()
        under.setSpacing(SPACE.x2)
        under.addWidget(self.dots)
        under.addWidget(self.under, 1)
        names.addLayout(under)
        names.addStretch(1)
        row = self._tools = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x6, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.to_list)
        row.addLayout(names, 1)
        for part in (self.waiting, self.no_reply, self.search, self.details, self.more):
            row.addWidget(part)
