"""Deleting for good: what stood in the file is overwritten, not only given up."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw


class Overwriting:
    """Overwrites what is deleted, in the file and in the outbox backup, while it lasts."""

    def __init__(self, connection: "apsw.Connection") -> None:
        self._connection = connection
        self._schemas = [name for name in connection.db_names() if name != "temp"]

    def __enter__(self) -> None:
        self._set("on")

    def __exit__(self, *_: object) -> None:
        self._set("fast")

    def _set(self, value: str) -> None:
        for schema in self._schemas:
            self._connection.execute(f"PRAGMA {schema}.secure_delete = {value}")
