"""What doctors have begun to write, by consultation.

``began`` remembers the newest message there was when a draft was begun, by its row, 0 for none:
rows keep their number when the archive's order is mended, places do not. ``begun_ms`` is when that
was. Drafts that an older program kept have no such memory.

A draft's recording stands among its files; what tells it, and documents, from the pictures is the
file itself.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Draft, KeptDocument, KeptVoice
from workstation.domain.ids import ConsultationId
from workstation.domain.row_key import RowKey
from workstation.vault import sql
from workstation.vault.codec import well_formed
from workstation.vault.conversation import quotes
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.unsent import files

if TYPE_CHECKING:
    import apsw

NEWEST_MESSAGE = (
    "coalesce((SELECT message_id FROM message WHERE consultation_id = ?1"
    " ORDER BY position DESC LIMIT 1), 0)"
)

_COLUMNS = "consultation_id, text, caret, files, quotes"


def put(connection: "apsw.Connection", draft: Draft, now_ms: int) -> Changes:
    """Store a draft; one with neither text nor files nor quote is forgotten."""
    documents = _documents(connection, draft.files)
    draft = replace(draft, text=well_formed(draft.text), documents=documents)
    if get(connection, draft.consultation_id) == draft:
        return Changes()
    names = [*draft.files, *([draft.voice.file_id] if draft.voice else [])]
    quoted = "" if draft.quote is None else draft.quote.reference
    if draft.text or names or quoted:
        sql.run(
            connection,
            "INSERT INTO draft (consultation_id, text, caret, files, updated_ms, quotes, began,"
            f" begun_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NEWEST_MESSAGE}, ?5)"
            " ON CONFLICT DO UPDATE SET text = excluded.text, caret = excluded.caret,"
            " files = excluded.files, updated_ms = excluded.updated_ms, quotes = excluded.quotes",
            (draft.consultation_id, draft.text, draft.caret, json.dumps(names), now_ms, quoted),
        )
    else:
        sql.run(connection, "DELETE FROM draft WHERE consultation_id = ?", (draft.consultation_id,))
    return Changes(drafts=(draft,))


def write(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    text: str,
    caret: int,
    now_ms: int,
) -> Changes:
    """Store what is written of a draft; its files stay, whatever the screen knows of them."""
    draft = get(connection, consultation_id)
    return put(connection, replace(draft, text=text, caret=caret), now_ms)


def quote(
    connection: "apsw.Connection", consultation_id: ConsultationId, key: RowKey, now_ms: int
) -> Changes:
    """Let a draft answer a line that the room has; with ``NO_ROW`` it answers none."""
    draft = get(connection, consultation_id)
    if not key:
        return put(connection, replace(draft, quote=None), now_ms)
    reference = quotes.reference_of(connection, consultation_id, key)
    if not reference:
        return Changes()
    answered = MessageReader(connection, consultation_id).quote(reference)
    return put(connection, replace(draft, quote=answered), now_ms)


def without_quote(draft: Draft, quoted: str) -> Draft:
    """A draft that does not answer this any more; another quote that it has since stays."""
    answered = draft.quote is not None and draft.quote.reference == quoted
    return replace(draft, quote=None) if answered else draft


def arrange(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    order: Sequence[str],
    now_ms: int,
) -> Changes:
    """Put a draft's files in this order of their ids; any not named follow as they were."""
    draft = get(connection, consultation_id)
    named = [name for name in order if name in draft.files]
    unnamed = [name for name in draft.files if name not in named]
    return put(connection, replace(draft, files=(*named, *unnamed)), now_ms)


def remove_file(
    connection: "apsw.Connection", consultation_id: ConsultationId, file_id: str, now_ms: int
) -> Changes:
    """Take a file out of a draft and forget its bytes, unless a message needs them."""
    changes = put(connection, without(get(connection, consultation_id), file_id), now_ms)
    files.release(connection, file_id)
    return changes


def discard(connection: "apsw.Connection", consultation_id: ConsultationId) -> Changes:
    """Forget a draft with the bytes of its files, unless a message needs them."""
    draft = get(connection, consultation_id)
    changes = put(connection, Draft(consultation_id, ""), now_ms=0)
    for name in (*draft.files, *([draft.voice.file_id] if draft.voice else [])):
        files.release(connection, name)
    return changes


def without(draft: Draft, file_id: str) -> Draft:
    """A draft less one file, or its recording."""
    left = tuple(name for name in draft.files if name != file_id)
    spoken = draft.voice is not None and draft.voice.file_id == file_id
    return replace(draft, files=left, voice=None if spoken else draft.voice)


def put_voice(  # noqa: PLR0913, PLR0917 - a recording's metadata are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    data: bytes,
    kind: tuple[str, str],
    duration_ms: int,
    now_ms: int,
) -> Changes:
    """Take a recording into a draft in place of the one before; ``kind`` is type and extension."""
    media_type, extension = kind
    recording = files.keep(
        connection, data, media_type, f"voice.{extension}", duration_ms=duration_ms
    )
    draft = get(connection, consultation_id)
    voice = KeptVoice(recording.file_id, duration_ms)
    changes = put(connection, replace(draft, voice=voice), now_ms)
    if draft.voice is not None:
        files.release(connection, draft.voice.file_id)
    return changes


def replace_picture(  # noqa: PLR0913, PLR0917 - a picture's metadata are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    file_id: str,
    data: bytes,
    kind: tuple[str, str],
    size: tuple[int | None, int | None],
    now_ms: int,
) -> tuple[Changes, str]:
    """Put other bytes of the same picture in its place; also the id of the new file.

    ``kind`` is its media type and its file extension, ``size`` width and height in pixels. One that
    was taken out meanwhile stays out, and the id is empty.
    """
    if file_id not in get(connection, consultation_id).files:
        return Changes(), ""
    old, (media_type, extension), (width, height) = files.describe(connection, file_id), kind, size
    stem = "picture" if old is None else old.name.rpartition(".")[0]
    picture = files.keep(
        connection, data, media_type, f"{stem}.{extension}", width=width, height=height
    )
    draft = get(connection, consultation_id)
    order = tuple(picture.file_id if name == file_id else name for name in draft.files)
    changes = put(connection, replace(draft, files=order), now_ms)
    files.release(connection, file_id)
    return changes, picture.file_id


def add_file(  # noqa: PLR0913, PLR0917 - a file's metadata are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    data: bytes,
    media_type: str,
    name: str,
    size: tuple[int | None, int | None],
    now_ms: int,
) -> Changes:
    """Take a file in and put it at the end of a draft; width and height in pixels of a picture."""
    width, height = size
    file = files.keep(connection, data, media_type, name, width=width, height=height)
    draft = get(connection, consultation_id)
    return put(connection, replace(draft, files=(*draft.files, file.file_id)), now_ms)


def get(connection: "apsw.Connection", consultation_id: ConsultationId) -> Draft:
    """The draft of a consultation; an empty one where there is none."""
    row = sql.one(
        connection,
        f"SELECT {_COLUMNS} FROM draft WHERE consultation_id = ?",
        (consultation_id,),
    )
    return Draft(consultation_id, "") if row is None else _value(connection, row)


def read_all(connection: "apsw.Connection") -> tuple[Draft, ...]:
    """All drafts, the newest first."""
    rows = sql.rows(connection, f"SELECT {_COLUMNS} FROM draft ORDER BY updated_ms DESC")
    return tuple(_value(connection, row) for row in rows)


def _value(connection: "apsw.Connection", row: tuple[object, ...]) -> Draft:
    room, text, caret, listed, quoted = row
    consultation_id = ConsultationId(int(str(room)))
    names: list[str] = json.loads(str(listed))
    voice = _voice(connection, names) if names else None
    listed_files = tuple(name for name in names if voice is None or name != voice.file_id)
    documents = _documents(connection, listed_files)
    reader = MessageReader(connection, consultation_id) if quoted else None
    answered = None if reader is None else reader.quote(str(quoted))
    written = str(text), int(str(caret))
    return Draft(consultation_id, *written, listed_files, voice, answered, documents)


def _documents(connection: "apsw.Connection", names: Sequence[str]) -> tuple[KeptDocument, ...]:
    described = [files.describe(connection, name) for name in names]
    return tuple(
        KeptDocument(file.file_id, file.name, file.size)
        for file in described
        if file is not None and not file.media_type.startswith("image/")
    )


def _voice(connection: "apsw.Connection", names: Sequence[str]) -> KeptVoice | None:
    row = sql.one(
        connection,
        "SELECT file_id, coalesce(duration_ms, 0) FROM file WHERE media_type LIKE 'audio/%'"
        " AND file_id IN (SELECT value FROM json_each(?))",
        (json.dumps(names),),
    )
    return None if row is None else KeptVoice(str(row[0]), int(row[1]))
