"""A value behaves as the library's frozen dataclass with slots does."""

import copy
import dataclasses
import gc
import importlib
import inspect
import pickle
import pkgutil
from dataclasses import field

import pytest

from workstation import domain, xmpp
from workstation.domain.value import DEFERRABLE, Deferred, Value

MADE = {"__dict__", "__weakref__"}
"""What Python puts into each class."""


class Plain:
    """A point, or a place."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, repr=False)
    note: str = field(default="", compare=False)

    @property
    def far(self):
        return self.x > 10


class Checked:
    x: int

    def __post_init__(self):
        object.__setattr__(self, "x", abs(self.x))

    def __eq__(self, other):
        return isinstance(other, int) and other == self.x

    def __hash__(self):
        return 7

    def __repr__(self):
        return "checked"


class Empty:
    """Nothing in it."""


def written(cls):
    """What the body of a class says."""
    return {name: part for name, part in vars(cls).items() if name not in MADE}


def as_value(cls):
    """A class as it is written, as a value."""
    return type(Value)(cls.__name__, (Value,), written(cls))


def as_dataclass(cls):
    """The same by the library."""
    plain = type(cls.__name__, (), written(cls))
    return dataclasses.dataclass(frozen=True, slots=True)(plain)


def both(cls):
    """The class made by either."""
    return [as_value(cls), as_dataclass(cls)]


def outcome(action):
    try:
        return action()
    except (TypeError, AttributeError) as error:
        return type(error), isinstance(error, dataclasses.FrozenInstanceError)


ASKED = {
    "signature": lambda cls: str(inspect.signature(cls)).split(" ->")[0].count(","),
    "missing": outcome,
    "too many": lambda cls: outcome(lambda: cls(1, 2, [], "", 5)),
    "text": lambda cls: repr(cls(1, tags=["secret"])),
    "equal": lambda cls: (cls(1) == cls(1), cls(1) == cls(2), cls(1) == 1),
    "compared": lambda cls: cls(1, note="a") == cls(1, note="b"),
    "own list": lambda cls: cls(1).tags is cls(1).tags,
    "unhashable": lambda cls: outcome(lambda: hash(cls(1))),
    "set": lambda cls: outcome(lambda: setattr(cls(1), "x", 3)),
    "delete": lambda cls: outcome(lambda: delattr(cls(1), "x")),
    "replace": lambda cls: dataclasses.replace(cls(1), y=5).y,
    "fields": lambda cls: [each.name for each in dataclasses.fields(cls)],
    "dict": lambda cls: dataclasses.asdict(cls(1)),
    "slots": lambda cls: (cls.__slots__, hasattr(cls(1), "__dict__")),
    "pattern": lambda cls: cls.__match_args__,
    "copy": lambda cls: (copy.copy(cls(1)) == cls(1), copy.deepcopy(cls(1)) == cls(1)),
    "property": lambda cls: (cls(1).far, cls(11).far),
    "doc": lambda cls: cls.__doc__,
}


@pytest.mark.parametrize("question", ASKED)
def test_a_value_answers_as_a_frozen_dataclass(question):
    ours, library = both(Plain)
    assert ASKED[question](ours) == ASKED[question](library)


def test_what_a_class_says_of_itself_holds():
    for cls in both(Checked):
        assert (cls(-3).x, cls(3) == 3, hash(cls(3)), repr(cls(3))) == (3, True, 7, "checked")


def test_a_field_without_a_default_stands_before_those_that_have_one():
    class Reversed:
        x: int = 1
        y: int

    for make in (as_value, as_dataclass):
        with pytest.raises(TypeError, match="default"):
            make(Reversed)


def test_classes_of_as_many_fields_keep_their_own_names_and_defaults():
    class Place:
        street: str
        number: int = 7

    class Time:
        hour: int
        zone: str = "UTC"

    place, time = as_value(Place)("Main", number=3), as_value(Time)(hour=4)
    assert (place.street, place.number, time.hour, time.zone) == ("Main", 3, 4, "UTC")
    assert str(inspect.signature(type(place))) == "(street, number=7)"


def test_a_value_leaves_no_second_class_behind():
    """``dataclass(slots=True)`` leaves the one as written, which only a full collection frees."""
    before = {*object.__subclasses__(), *Value.__subclasses__()}

    class Point(Value):
        x: int

    assert {*object.__subclasses__(), *Value.__subclasses__()} - before == {Point}


def test_a_list_of_fields_leaves_no_copy_of_all_modules():
    """The library's own description of a class copies ``sys.modules``, which nothing frees soon."""

    class Point(Value):
        x: int

    gc.collect()
    gc.disable()
    try:
        before = {id(each) for each in gc.get_objects()}
        dataclasses.fields(Point)
        left = [each for each in gc.get_objects() if id(each) not in before]
    finally:
        gc.enable()
    assert not [each for each in left if isinstance(each, dict) and "sys" in each]


ASKING = {
    "class": dataclasses.fields,
    "value": lambda cls: dataclasses.fields(cls("a")),
    "what adds methods": lambda cls: dataclasses.fields(type("Louder", (cls,), {})),
    "copy": lambda cls: dataclasses.fields(dataclasses.replace(cls("a"))),
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_the_librarys_list_of_fields_is_made_when_it_is_asked_for(ask):
    class Point(Value):
        x: str
        y: int = 3

    listed = "__dataclass_fields__"
    assert listed not in vars(Point)
    asked = ask(Point)
    assert [(field.name, field.type, field.default) for field in asked[1:]] == [("y", int, 3)]
    assert dataclasses.fields(Point) == asked == tuple(vars(Point)[listed].values())
    assert (Point("a").y, Point("a", 4).y) == (3, 4)


def test_what_all_values_are_is_none_of_the_librarys():
    assert not dataclasses.is_dataclass(Value)


def test_what_adds_a_method_to_a_value_has_its_fields():
    class Louder(Sealed):
        def shout(self):
            return self.name.upper()

    assert (Louder("a", 5).shout(), Louder("a", 5).number) == ("A", 5)


def test_nothing_is_hung_on_a_value():
    with pytest.raises(dataclasses.FrozenInstanceError):
        both(Plain)[0](1).z = 3


def test_a_value_without_fields_is_like_every_other_of_its_kind():
    for cls in both(Empty):
        assert (cls() == cls(), hash(cls()) == hash(cls()), repr(cls())) == (True, True, "Empty()")


class Sealed(Value):
    """One that travels between processes."""

    name: str
    number: int | None = None


class Letter(Value):
    """One whose words are seldom read."""

    number: int
    words: str = field(default="", metadata=DEFERRABLE)


class Counted(Deferred[str]):
    """Words that count how often they were made."""

    def __init__(self, words):
        self.words, self.times = words, 0

    def make(self):
        self.times += 1
        return self.words


def test_a_deferred_part_is_made_by_who_looks_and_by_nobody_before():
    words = Counted("痒")
    letter = Letter(1, words)
    assert (letter.number, words.times) == (1, 0)
    assert (letter.words, letter.words, words.times) == ("痒", "痒", 2)


def test_a_value_with_a_deferred_part_is_like_the_one_with_the_part_itself():
    letter, plain = Letter(1, Counted("痒")), Letter(1, "痒")
    assert (letter == plain, plain == letter, letter == Letter(1, "痛")) == (True, True, False)
    assert (hash(letter), repr(letter)) == (hash(plain), repr(plain))
    assert dataclasses.replace(letter, number=2) == Letter(2, "痒")
    assert copy.copy(letter) == pickle.loads(pickle.dumps(letter)) == plain  # noqa: S301  our own
    with pytest.raises(AttributeError):
        letter.words = "痛"


def test_a_value_travels_between_processes():
    assert pickle.loads(pickle.dumps(Sealed("a", 5))) == Sealed("a", 5)  # noqa: S301  our own
    assert len({Sealed("a", 5), Sealed("a", 5), Sealed("a")}) == 2


def values():
    for room in (domain, xmpp):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for name, cls in vars(importlib.import_module(module.name)).items():
                own = isinstance(cls, type) and cls.__module__ == module.name
                if own and dataclasses.is_dataclass(cls):
                    yield pytest.param(cls, id=f"{module.name}.{name}")


@pytest.mark.parametrize("cls", list(values()))
def test_every_value_takes_its_fields_in_order(cls):
    taken = list(inspect.signature(cls).parameters)
    assert taken == [each.name for each in dataclasses.fields(cls) if each.init]
    assert cls.__doc__
