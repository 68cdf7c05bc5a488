"""What a consultation's row shows, as finished texts: made once, painted often."""

from collections.abc import Hashable

from workstation.domain.ids import MemberId
from workstation.domain.value import Value
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.theme import SIZE, Icon


class PreviewLine(Value):
    """The second line: an optional icon before a text."""

    text: str
    icon: Icon | None = None
    ink: Ink = Ink.SECONDARY


class QueueRowData(Value):
    """One consultation in a list.

    ``badge`` counts unread messages, ``dot`` asks to be read again, ``mark`` is an icon before
    them. ``tail`` stands at the right end of the last line: how long the patient waits, or how
    many pictures there are. ``labels`` are the doctor's own of the patient, ``warnings`` what is
    not as the doctor may believe. ``is_numbered`` says that the name has a number, by which alone
    it is another patient's.
    """

    key: Hashable
    member_id: MemberId | None
    initials: str
    name: str
    byline: str
    time: str
    preview: PreviewLine
    team: str
    tail: str = ""
    tail_icon: Icon | None = None
    tail_ink: Ink = Ink.TERTIARY
    badge: int = 0
    dot: bool = False
    pinned: bool = False
    mark: Icon | None = None
    mark_ink: Ink = Ink.TERTIARY
    labels: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_numbered: bool = False
    spoken: str = ""
    selectable: bool = True

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_consult


class Heading(Value):
    """The head of a section: an icon, a word and a number."""

    key: Hashable
    icon: Icon
    text: str
    count: int
    ink: Ink = Ink.SECONDARY
    selectable: bool = False

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_section

    @property
    def spoken(self) -> str:
        """The word and the number."""
        return f"{self.text} {self.count}"
