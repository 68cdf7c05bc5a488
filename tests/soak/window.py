"""``python -m tests.soak.window``: starts the window of a soak as the program starts.

PySide, once imported, reads and keeps the source of each module that is imported after it: 15 MB
that the program does not have, as it puts Python's own import back first.
"""

import PySide6.QtWidgets  # noqa: F401 - it replaces the import, and does so once

from workstation.ui.shell import builtin_import


def main() -> None:
    builtin_import.restore_builtin_import()
    from tests.soak import doctor

    doctor.main()


if __name__ == "__main__":
    main()
