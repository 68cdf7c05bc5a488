"""Loading PySide without the detours of its own that nothing here needs.

It goes before whatever names a class of Qt's: with the bindings alone PySide makes 62 enums of the
310 that a start needs, a third of all members, and until its search through every module is put
aside it reads the source of each of ours. Tests: tests/ui/shell/test_pyside_loading.py.
"""

from workstation.ui.shell.builtin_import import restore_builtin_import
from workstation.ui.shell.enum_classes import make_enums_at_once


def load_pyside() -> None:
    """Load the first of its modules; enums and imports take the short way from here on."""
    make_enums_at_once()
    import PySide6.QtCore  # noqa: F401, PLC0415  after that, and before its import is put aside

    restore_builtin_import()
