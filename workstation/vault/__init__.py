"""The encrypted database: ``Vault`` is its door, and each folder holds what is done with it.

``Vault`` opens the database and runs functions on it; the modules of the folders hold those
functions, one for each family of tables (``await vault.write(marks.put, mark)``). SQL lives here
and nowhere else. Which folder may import which is a contract in ``pyproject.toml``.

What holds for all of them: a function is given the connection and runs inside a transaction of
``Vault``, so all of it is written or nothing. Names in ``_ms`` are milliseconds, of moments since
1970 in UTC. A ``position`` is a place in one conversation's order and no time; it may change, a
``message_id`` never does. Whatever the database or the disk does wrong is a ``StorageError``
(``domain.errors``): ``DiskFull``, ``DatabaseBusy`` and ``ContentRefused`` leave the vault as it
was, ``DatabaseCorrupt`` calls for ``rescue.recovery``, ``WrongKey`` for ``rescue.locked_vaults``.
A docstring names only what a function raises besides.
"""
