"""What a message said before it was corrected or withdrawn, beside the message."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.message import Message
from workstation.ui.conversation.timeline.text import cut
from workstation.ui.kit.layers.popover import Popover
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface


def earlier_texts(message: Message) -> list[tuple[str, str]]:
    """Each earlier text under its heading, the first one first."""
    return [
        (
            tr("conversation.earlier.first")
            if number == 0
            else tr("conversation.earlier.then", number=number),
            "".join(cut(text)) or tr("conversation.earlier.no_text"),
        )
        for number, text in enumerate(message.earlier)
    ]


def open_earlier_texts(owner: QWidget, at: QPoint, message: Message) -> Popover:
    """Open them with the corner ``at`` a point of the screen."""
    popover = Popover(owner)
    content = Panel(Surface.RAISED)
    column = QVBoxLayout(content)
    column.setContentsMargins(SPACE.x3, SPACE.x2, SPACE.x3, SPACE.x2)
    column.setSpacing(SPACE.x1)
    earlier = earlier_texts(message)
    sentences = (tr("widgets.breath").join(each) for each in earlier)
    popover.setAccessibleName(tr("widgets.breath").join(sentences))
    for heading, text in earlier:
        column.addWidget(Label(heading, role=TextRole.CAPTION, ink=Ink.SECONDARY))
        column.addWidget(Label(text, role=TextRole.MESSAGE, wrap=True))
    scroll = ScrollArea(content)
    window, edges = owner.window(), 2 * SPACE.x6
    width = min(SIZE.bubble_max, window.width() - edges)
    scroll.setFixedWidth(width)
    scroll.setFixedHeight(
        min(content.heightForWidth(width), SIZE.bubble_max, window.height() - edges)
    )
    popover.body.addWidget(scroll)
    popover.open_at(at)
    return popover
