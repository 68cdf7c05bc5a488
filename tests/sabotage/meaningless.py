"""Guards that no test can miss, and why: they are not switched off."""

# ruff: noqa: E501 (a guard and its reason stand on two lines)

from tests.sabotage.guard import Guard

REASONS = {
    ("audit/event_log", "not source"): "only Windows has the log; there it always opens (`tests/audit/test_event_log.py`)",
    ("audit/event_log", "not library.ReportEventW(\n                    source, INFORMATION, 0, event_id(line), None, 1, 0, texts, None\n                )"): "only Windows has the log; there it takes what is written (`tests/audit/test_event_log.py`)",
    ("media/png", "end > len(content) or len(kind) < 4"): "a part that breaks off has no right checksum either",
    ("ui/kit/rows/heights", "not 0 <= row < len(self)"): "a row that is not there lies beyond every chunk: an IndexError, too",
    ("vault/archive/gaps", "added is None"): "looks whether what it has just written is there",
}  # fmt: skip


def reason_for(guard: Guard) -> str | None:
    """Why nobody would miss a guard; ``None`` for one that somebody must."""
    return REASONS.get((guard.module, guard.text))
