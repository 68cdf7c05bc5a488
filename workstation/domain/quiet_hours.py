"""Hours of the day in which nobody wants to be told of anything."""

from workstation.domain.value import Value

HOUR = 60
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
PATTERN = f"{_TIME}-{_TIME}"


class QuietHours(Value):
    """The hours from one minute of the day to another; the end may lie on the next day."""

    begin: int
    end: int

    @classmethod
    def parse(cls, text: str) -> "QuietHours | None":
        """``22:00-07:00`` as ``PATTERN`` has it; none for an empty text."""
        if not text:
            return None
        begin, _, end = text.partition("-")
        return cls(_minute(begin), _minute(end))

    def __str__(self) -> str:
        return f"{format_minute(self.begin)}-{format_minute(self.end)}"

    def hold(self, minute: int) -> bool:
        """Whether a minute of the day is in these hours; from a time to itself is the whole day."""
        if self.begin < self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end


def format_minute(minute: int) -> str:
    """A minute of the day as ``07:00``."""
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * HOUR + int(minutes)
