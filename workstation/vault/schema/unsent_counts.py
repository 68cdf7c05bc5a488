"""How much of a conversation is unsent: counted in its summary's row, which is else left as it is.

Triggers count anew with each row of the outbox, so that no writer can forget to. A correction or a
withdrawal that waits is read by reminders, too, so it deletes the row, to be computed anew. Tests:
``tests/vault/conversation/test_kept_summaries.py``.
"""


def _counting(event: str, row: str, failed: str) -> str:
    room = f"consultation_id = {row}.consultation_id"
    count = f"SELECT count(*) FROM outbox WHERE {room}"
    return f"""
DROP TRIGGER summary_outbox_{event.lower()};
CREATE TRIGGER summary_outbox_{event.lower()} AFTER {event} ON outbox BEGIN
    DELETE FROM summary WHERE {room} AND {row}.amends <> '';
    UPDATE summary SET unsent = ({count}), failed = ({count} AND {failed}) WHERE {room};
END;
"""


def _counting_all(failed: str) -> str:
    rows = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
    return "".join(_counting(event, row, failed) for event, row in rows.items())


_FAILED = "state = 'failed'"
_TO_DECIDE = f"{_FAILED} AND origin_id NOT IN (SELECT amends FROM outbox)"

UNSENT_COUNTS = _counting_all(_FAILED)
UNDECIDED_COUNTS = f"{_counting_all(_TO_DECIDE)} DELETE FROM summary WHERE failed;"
"""What failed and was changed since is as the change (``conversation.outbox_counts``)."""
