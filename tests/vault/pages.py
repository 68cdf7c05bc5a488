"""The pages of a database as they stand in its file, in the clear."""

from pathlib import Path

from workstation.vault.engine.opening import open_database


def read_pages(path: Path, key: bytes) -> bytes:
    """Every page, and with them the free ones, which writing the file anew would leave out."""
    connection = open_database(path, key)
    try:
        return bytes(connection.serialize("main"))
    finally:
        connection.close()
