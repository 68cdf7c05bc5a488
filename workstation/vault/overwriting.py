"""Deleting for good: what stood in the file is overwritten, not only given up."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw

_PRAGMA = "secure_delete"


class Overwriting:
    """Overwrites what is deleted, in the file and in the outbox backup, while it lasts.

    Afterwards both delete as they did before: the library is built to overwrite whatever it
    deletes, and a purge must not be the last thing that is deleted so.
    """

    def __init__(self, connection: "apsw.Connection") -> None:
        self._connection = connection
        self._before: dict[str, int] = {}

    def __enter__(self) -> None:
        schemas = [name for name in self._connection.db_names() if name != "temp"]
        for schema in schemas:
            self._before[schema] = int(self._connection.pragma(_PRAGMA, schema=schema))
            self._connection.pragma(_PRAGMA, 1, schema=schema)

    def __exit__(self, *_: object) -> None:
        for schema, mode in self._before.items():
            self._connection.pragma(_PRAGMA, mode, schema=schema)
