"""What the tests of the check share: a clock that stands, and findings in short."""

NOON = 1_764_000_000_000


class StoppedClock:
    """Noon, and 5 s after this run began."""

    def now_ms(self):
        return NOON

    def monotonic(self):
        return 5.0


def summaries(findings):
    """Layer, verdict, and code or error code of each finding."""
    return [
        (f.layer.value, f.verdict.name.lower(), f.error.code if f.error else f.code)
        for f in findings
    ]
