"""Places in a text as Qt counts them: an emoji or a rare character twice."""

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
        """The unit at which a character stands."""
        if self._units is None:
            return index
        return len(self._text[:index].encode(UNITS, "surrogatepass")) // 2
