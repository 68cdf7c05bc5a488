"""What the palette lists: what was found, under headings."""

import enum
from collections.abc import Callable, Hashable

from workstation.domain.ids import MemberId
from workstation.domain.value import Value
from workstation.ui.kit.theme import SIZE, Icon


class ResultGroup(enum.Enum):
    """The kinds of things that can be found."""

    CONSULTATIONS = "consultations"
    NOTES = "notes"
    MESSAGES = "messages"
    QUICK = "quick"
    ACTIONS = "actions"


class GroupHeading(Value):
    """The name of a group above what was found of it."""

    group: ResultGroup
    text: str
    selectable: bool = False

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_section

    @property
    def key(self) -> Hashable:
        """The key of the heading: its group."""
        return self.group

    @property
    def spoken(self) -> str:
        """The name of the group."""
        return self.text


class ResultPerson(Value):
    """The person whose avatar stands before a row."""

    initials: str
    member_id: MemberId | None


class PaletteAction(Value):
    """What can be asked for by name; ``spelled`` is what else finds it, as pinyin does."""

    key: Hashable
    icon: Icon
    title: str
    act: Callable[[], object]
    spelled: str = ""
    keys: str = ""
    note: str = ""


class SearchResult(Value):
    """One row: a name, a text in which the words stand, and at the end where it belongs.

    ``mark`` is a person or an icon; ``keys`` is the shortcut that does the same.
    """

    group: ResultGroup
    key: Hashable
    mark: ResultPerson | Icon
    title: str
    text: str = ""
    note: str = ""
    keys: str = ""
    selectable: bool = True

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_result

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""
        return " · ".join(part for part in (self.title, self.text, self.note, self.keys) if part)
