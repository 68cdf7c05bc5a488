"""What the tests of the check share: a clock that stands, a server, and findings in short."""

import asyncio

from tests.fakes.http_server import json_answer

NOON = 1_764_000_000_000


class StoppedClock:
    """Noon, and 5 s after this run began."""

    def now_ms(self):
        return NOON

    def monotonic(self):
        return 5.0


def refusing_together(count):
    """A server's script that refuses the token, nobody's before so many have asked."""
    all_asked, asked = asyncio.Event(), []

    async def when_all_have_asked(request):
        asked.append(request)
        if len(asked) >= count:
            all_asked.set()
        await all_asked.wait()
        yield json_answer({"success": False}, 401, Date="Mon, 24 Nov 2025 16:00:00 GMT")

    return when_all_have_asked


def summaries(findings):
    """Layer, verdict, and code or error code of each finding."""
    return [
        (f.layer.value, f.verdict.name.lower(), f.error.code if f.error else f.code)
        for f in findings
    ]
