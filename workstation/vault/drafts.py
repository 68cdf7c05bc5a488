"""What doctors have begun to write, by consultation."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Draft
from workstation.vault import files, sql
from workstation.vault.codec import well_formed

if TYPE_CHECKING:
    import apsw


def put(connection: "apsw.Connection", draft: Draft, now_ms: int) -> Changes:
    """Keep a draft; one with neither text nor files is forgotten."""
    draft = Draft(draft.consultation_id, well_formed(draft.text), draft.caret, draft.files)
    if get(connection, draft.consultation_id) == draft:
        return Changes()
    if draft.text or draft.files:
        sql.run(
            connection,
            "INSERT OR REPLACE INTO draft (consultation_id, text, caret, files, updated_ms)"
            " VALUES (?, ?, ?, ?, ?)",
            (draft.consultation_id, draft.text, draft.caret, json.dumps(draft.files), now_ms),
        )
    else:
        sql.run(connection, "DELETE FROM draft WHERE consultation_id = ?", (draft.consultation_id,))
    return Changes(drafts=(draft,))


def add_picture(  # noqa: PLR0913, PLR0917 - a picture's metadata are these
    connection: "apsw.Connection",
    consultation_id: int,
    data: bytes,
    media_type: str,
    name: str,
    size: tuple[int | None, int | None],
    now_ms: int,
) -> Changes:
    """Take a picture in and put it at the end of a draft; width and height in pixels."""
    width, height = size
    kept = files.keep(connection, data, media_type, name, width=width, height=height)
    draft = get(connection, consultation_id)
    return put(connection, replace(draft, files=(*draft.files, kept.file_id)), now_ms)


def get(connection: "apsw.Connection", consultation_id: int) -> Draft:
    """The draft of a consultation; an empty one where there is none."""
    row = sql.one(
        connection,
        "SELECT consultation_id, text, caret, files FROM draft WHERE consultation_id = ?",
        (consultation_id,),
    )
    return Draft(consultation_id, "") if row is None else _value(row)


def everything(connection: "apsw.Connection") -> tuple[Draft, ...]:
    """All drafts, the newest first."""
    rows = sql.rows(
        connection, "SELECT consultation_id, text, caret, files FROM draft ORDER BY updated_ms DESC"
    )
    return tuple(_value(row) for row in rows)


def _value(row: tuple[object, ...]) -> Draft:
    number, text, caret, names = row
    return Draft(int(str(number)), str(text), int(str(caret)), tuple(json.loads(str(names))))
