"""A vault with a doctor's own words, and damage as a worn disk does it: one bit, anywhere."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.people import KEY, furnish
from workstation.domain.changes import Draft
from workstation.domain.message import MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.engine.opening import open_database
from workstation.vault.rescue import outbox_backup
from workstation.vault.unsent import drafts, files, outbox

PAGE_BYTES = 4096


def flip(path: Path, offset: int) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def damage_table(path: Path, key: bytes, table: str) -> None:
    """Make the first page of a table unreadable."""
    connection = open_database(path, key)
    connection.pragma("journal_mode", "delete")  # nothing of the page stands in a log
    row = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    (page,) = row.fetchone()
    connection.close()
    flip(path, (page - 1) * PAGE_BYTES + 99)


def write_all(path: Path, *, messages: int = 60) -> None:
    """A vault with a conversation, three unsent messages, a file and a draft."""
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(fill, messages))
    vault.close()


def fill(connection, messages: int) -> None:
    """What ``write_all`` writes."""
    furnish(connection)
    ingest(connection, [make_arrived(f"{n}" * 60, archive_id=f"a{n:04}") for n in range(messages)])
    picture = files.keep(connection, b"\xff\xd8" * 3000, "image/jpeg", "a.jpg")
    outbox.add(connection, ROOM, "one", MessageKind.TEXT, "第一条", 1)
    outbox.add(connection, ROOM, "two", MessageKind.IMAGE, "", 2, file_id=picture.file_id)
    outbox.add(connection, ROOM, "three", MessageKind.TEXT, "第三条", 3)
    drafts.put(connection, Draft(ROOM, "还没写完", 4), 4)


def local_texts(connection) -> tuple:
    """What of it nobody else has."""
    entries = outbox.entries(connection)
    pictures = [files.data(connection, entry.file_id) for entry in entries if entry.file_id]
    return (
        [(entry.origin_id, entry.text) for entry in entries],
        pictures,
        drafts.get(connection, ROOM).text,
    )


ALL_WORDS = (
    [("one", "第一条"), ("two", ""), ("three", "第三条")],
    [b"\xff\xd8" * 3000],
    "还没写完",
)


def put_files(folder: Path, contents: dict[str, bytes]) -> Path:
    """Write the files of a vault into a folder; where its database lies."""
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder / "vault.db"


def do(path: Path, *steps: Callable) -> None:
    """Each in a run of the program of its own."""
    for step in steps:
        vault = Vault.open(path, KEY)
        asyncio.run(vault.write(step))
        vault.close()


def ask(path: Path, question: Callable):
    """What a run of the program reads of it."""
    vault = Vault.open(path, KEY)
    answer = asyncio.run(vault.read(question))
    vault.close()
    return answer


def lose_log(path: Path, *steps: Callable) -> None:
    """What was done since did not outlast the database's log."""
    before = path.read_bytes()
    do(path, *steps)
    path.write_bytes(before)


def leave_copy_behind(path: Path, *steps: Callable) -> None:
    """The second file, on a full disk, took nothing of what was done since."""
    copy = outbox_backup.path_beside(path)
    before = copy.read_bytes()
    do(path, *steps)
    copy.write_bytes(before)
