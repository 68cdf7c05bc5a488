"""A clock that stands still until a test sets it."""


class SetClock:
    """``ms`` is now, in milliseconds since the Unix epoch."""

    def __init__(self, ms: int = 1_700_000_000_000) -> None:
        self.ms = ms

    def now_ms(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000
