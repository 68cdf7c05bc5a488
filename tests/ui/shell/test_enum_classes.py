"""Qt's enums are the same whether Python makes them or the short way does."""

import enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.fresh import said_by
from workstation.ui.shell.enum_classes import BASES, SAMPLE, Template, describe

KEEP = enum.FlagBoundary.KEEP
EVERY_ENUM = """
import enum, importlib, sys
from workstation.ui.shell import enum_classes
by_python = enum.EnumType._create_
short = []
make = enum_classes.Template.make
def counting(self, name, members):
    made = make(self, name, members)
    short.append(made)
    return made
enum_classes.Template.make = counting
enum_classes.make_enums_at_once()
made_before = len(short)

def enums_in(place, seen):
    for name in dir(place):
        value = getattr(place, name, None)
        if isinstance(value, type) and value not in seen:
            seen.add(value)
            if isinstance(value, enum.EnumType):
                yield value
            elif value.__module__.startswith("PySide6"):
                yield from enums_in(value, seen)

ADDED = "_missing_", "__or__", "__ror__", "__add__", "__radd__"  # by PySide, afterwards
COMBINED = "KeyboardModifier", "Modifier"
seen, others = set(enum_classes.BASES), []
modules = "QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork", "QtMultimedia", "QtPrintSupport"
enums = [
    made
    for module in modules
    for made in enums_in(importlib.import_module(f"PySide6.{module}"), seen)
]
for made in enums:
    members = [(name, member._value_) for name, member in made.__members__.items()]
    twin = by_python(
        made.__mro__[1], made.__name__, members,
        module=made.__module__, qualname=made.__qualname__, boundary=enum.FlagBoundary.KEEP,
    )
    ours, theirs = enum_classes.describe(made), enum_classes.describe(twin)
    for name in ADDED if made.__name__ in COMBINED else ADDED[:1]:
        ours.pop(name, None), theirs.pop(name, None)
    by_number = ours["_value2member_map_"]
    for number, member in list(by_number.items()):
        if member["_name_"] not in made.__members__:  # made of others since
            del by_number[number]
    if ours != theirs:
        others.append(made.__qualname__)
print(len(enums), sum(made is not None for made in short[made_before:]), *others)
"""


def by_python(base: Any, members: Any) -> Any:
    return base("Sample", members, module="PySide6", boundary=KEEP)


def test_every_enum_of_qt_is_what_python_would_have_made() -> None:
    count, short, *others = said_by(EVERY_ENUM)
    assert others == []
    assert int(count) > 600
    assert int(short) >= int(count) * 0.99, "the short way is not taken any more"


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
NUMBERS = (
    st.integers(-(2**33), 2**33) | st.integers(0, 8) | st.integers(0, 40).map(lambda n: 1 << n)
)


@pytest.mark.parametrize("base", BASES)
@given(members=st.lists(st.tuples(NAMES, NUMBERS), max_size=12, unique_by=lambda pair: pair[0]))
def test_it_makes_what_python_makes_or_nothing(base: Any, members: list[tuple[str, int]]) -> None:
    made = Template(base).make("Sample", members)
    if made is None:
        assert any(hasattr(base, name) or name == "mro" for name, _ in members)
    else:
        assert describe(made) == describe(by_python(base, members))


@pytest.mark.parametrize("base", BASES)
def test_its_members_are_worked_with_as_with_pythons(base: Any) -> None:
    made, twin = Template(base).make("Sample", SAMPLE), by_python(base, SAMPLE)
    for same in (repr, str, hash, format, lambda member: member.name, lambda member: member.value):
        assert list(map(same, made)) == list(map(same, twin))
    assert made.Pair is made.Two
    assert made(2) is made.Two
    assert made.One in made
    with pytest.raises(AttributeError):
        made.One = 3
    if issubclass(base, enum.Flag):
        assert made.One | made.Two is made.Three
        assert (~made.One & made.Three) is made.Two
        assert (made(8) | made.One).value == 9
        assert list(map(repr, made.Three)) == list(map(repr, twin.Three))
    else:
        with pytest.raises(ValueError, match="99"):
            made(99)


@pytest.mark.parametrize(
    "members",
    [
        [("value", 1)],
        [("mro", 1)],
        [("_ignore_", 1)],
        [("__init__", 1)],
        [("One", 1), ("One", 2)],
        [("One", "1")],
        [("One", True)],
    ],
)
def test_what_is_more_than_names_and_numbers_goes_pythons_way(members: Any) -> None:
    assert Template(enum.Enum).make("Sample", members) is None


IN_USE = """
import enum, pickle
from workstation.ui.shell import enum_classes
enum_classes.make_enums_at_once()
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QApplication
application = QApplication([])
label = QLabel("a")
label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
alignment = label.alignment()
print(alignment.name, pickle.loads(pickle.dumps(alignment)) is alignment)
label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
print(label.focusPolicy() is Qt.FocusPolicy.StrongFocus, Qt.Key(0x41) is Qt.Key.Key_A)
"""


def test_qt_takes_and_gives_them() -> None:
    assert said_by(IN_USE) == ["AlignRight|AlignTop", "True", "True", "True"]


OTHERS = """
import enum, pickle
from workstation.ui.shell import enum_classes
enum_classes.make_enums_at_once()
Colour = enum.Enum("Colour", "RED GREEN")
Right = enum.IntFlag("Right", [("READ", 4), ("WRITE", 2)])
print(Colour.RED.value, Colour.__module__, pickle.loads(pickle.dumps(Right.READ)) is Right.READ)
Named = enum.Enum("Named", [("name", 1)], boundary=enum.FlagBoundary.KEEP)
print(Named.__module__, Named(1).value)
"""


def test_others_that_are_made_of_names_are_as_ever() -> None:
    assert said_by(OTHERS) == ["1", "__main__", "True", "__main__", "1"]


STRANGE = """
import enum
from workstation.ui.shell import enum_classes
def strange(self, name, members):
    made = make(self, name, members)
    made._of_another_python_ = 1
    return made
make, before = enum_classes.Template.make, enum.EnumType._create_
if {is_strange}:
    enum_classes.Template.make = strange
enum_classes.make_enums_at_once()
print(enum.EnumType._create_ is before)
"""


@pytest.mark.parametrize("is_strange", [True, False])
def test_a_python_that_makes_them_otherwise_is_left_alone(is_strange: bool) -> None:
    assert said_by(STRANGE.format(is_strange=is_strange)) == [str(is_strange)]
