"""The window's start loads Qt after PySide's detours are closed, not before."""

from tests.ui.fresh import said_by

START = """
import builtins, enum, linecache, sys
from types import SimpleNamespace

by_python, slow = enum.EnumType._create_, []

def noting(cls, class_name, names, **given):
    if "shiboken6" in sys.modules and type(names) is list:
        slow.append(class_name)
    return by_python(cls, class_name, names, **given)

def run_window(**_given):
    del sys.modules[APP]
    import workstation.program.app
    read = [name for name in linecache.cache if "workstation" in name]
    print(builtins.__import__.__name__, *slow, *read, flush=True)

APP = "workstation.program.app"
enum.EnumType._create_ = noting
from workstation.__main__ import main
sys.modules[APP] = SimpleNamespace(run_window=run_window)
main([])
"""


def test_no_enum_of_qts_is_made_the_long_way_and_no_module_is_read_as_text() -> None:
    """What Qt's bindings make by themselves is a third of all that a start makes."""
    assert said_by(START) == ["__lazy_import__"]
