"""Whether files of a folder can be locked, where the library calls a missing lock a busy database.

SQLite has one word, busy, for a lock that another program holds and for a file system without any
(``ENOLCK``, such as NFS whose service of locks is gone). Whoever is told to close the other program
looks for one that is not there (``test_a_file_system_without_locks_is_no_busy_database``).
"""

import sys
import tempfile
from pathlib import Path

if sys.platform == "win32":

    def has_locks(_folder: Path) -> bool:
        """Whether a new file there can be locked: by Windows' file systems always."""
        return True

else:
    import fcntl

    def has_locks(folder: Path) -> bool:
        """Whether a new file there can be locked, as the library locks its own. Blocking."""
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
