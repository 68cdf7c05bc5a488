"""Places in a text as Qt counts them: UTF-16 code units, an emoji or a rare character twice.

Python counts characters, Qt code units. In "a😀b" the "b" is character 2 and unit 3. Whoever hands
a place from one to the other without this is off by one for each such sign before it, which marks
the wrong letters of a search and copies the wrong words. Names have such characters, too: 𠮷.

Texts within the first plane, nearly all, are taken as they are, at no cost. A place between the
two units of one sign is taken for the character after it. Half a sign alone, which a broken client
can send, is kept as it is and no reason to fail.

Tests: ``test_qt_counts_as_this_does``, ``test_there_and_back_is_the_same_place``,
``test_half_of_a_sign_is_no_reason_to_fail``.
"""

UNITS = "utf-16-le"
LAST_ONE_UNIT = "\uffff"


class CodeUnits:
    """A text, and the way between its characters and Qt's units."""

    def __init__(self, text: str) -> None:
        self._text = text
        plain = text.isascii() or max(text, default="") <= LAST_ONE_UNIT
        self._units = None if plain else text.encode(UNITS, "surrogatepass")

    def between(self, first: int, last: int | None = None) -> str:
        """What stands from one unit to before another, or to the end."""
        if self._units is None:
            return self._text[first:last]
        part = self._units[2 * first : None if last is None else 2 * last]
        return part.decode(UNITS, "surrogatepass")

    def index(self, units: int) -> int:
        """The character that stands at a unit; at the second of two, the one after it."""
        return units if self._units is None else len(self.between(0, units))

    def at(self, index: int) -> int:
        """The UTF-16 unit at which a character stands."""
        if self._units is None:
            return index
        return len(self._text[:index].encode(UNITS, "surrogatepass")) // 2
