"""Values of the domain: ``@dataclass(frozen=True, slots=True)``, made with less.

The library writes the source of six methods for each class and compiles them while the program is
loaded, a tenth of a second for the classes of ``domain`` and ``xmpp``, before the doctor sees
anything. Here only ``__init__`` is written, once for all classes of as many fields, and given the
names of each; the other methods are the same for all values. What a value is, ``dataclasses`` says
still: ``replace``, ``fields``, patterns and the type checker take it for the frozen dataclass that
it is (``tests/domain/test_value.py``). The library's own list of fields, half the work of a class,
is made when it is first asked for: a start asks a dozen of 340 classes.

A part that few ever look at may be given as what makes it: ``field(metadata=DEFERRABLE)`` takes a
``Deferred`` in its place. Whoever looks, compares or copies finds the part itself.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, Final, Generic, TypeVar, dataclass_transform

T = TypeVar("T")

FIELDS, PARAMETERS = "__dataclass_fields__", "__dataclass_params__"
"""Where the library looks for what it knows of a class."""
GIVEN = "__given__"
"""What the body of a value's class gives its fields: defaults, or ``field(...)``."""

DEFERRABLE = {"deferrable": True}


class Deferred(Generic[T]):
    """A part of a value that is made anew each time somebody looks, and not kept."""

    __slots__ = ()

    def make(self) -> T:
        """The part itself, the same each time."""
        raise NotImplementedError


class _ValueType(type):
    """Makes the class of a value once; ``dataclass(slots=True)`` makes it anew of the one written.

    That one refers to itself: nothing frees it but a collection of everything, which no start has.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        """Make the class, its fields as slots; what adds methods to a value is as written."""
        if not any(type(base) is cls and not hasattr(base, GIVEN) for base in bases):
            return super().__new__(cls, name, bases, namespace)
        names = tuple(namespace.get("__annotations__", ()))
        given = {each: namespace.pop(each) for each in names if each in namespace}
        fields = {each: it for each, it in given.items() if isinstance(it, dataclasses.Field)}
        compared = [each for each in names if each not in fields or fields[each].compare]
        text = namespace.get("__doc__") or name  # the library would write one, at a price
        own = {"__slots__": names, "__match_args__": names, "__doc__": text, GIVEN: given}
        methods = {**SAME_METHODS, **_comparing(compared)}
        made = super().__new__(cls, name, bases, {**methods, **namespace, **own})
        if "__init__" not in namespace:
            type.__setattr__(made, "__init__", _init(made, names, given))
        for each, field in fields.items():
            if "deferrable" in field.metadata:
                setattr(made, each, _looked_at(vars(made)[each].__get__))
        return made


class _LibraryFields:
    """The library's list of a value's fields, made by the library when it is first asked for."""

    def __get__(self, _value: object, owner: type) -> dict[str, "dataclasses.Field[Any]"]:
        made = next((each for each in owner.__mro__ if GIVEN in vars(each)), None)
        if made is None:
            raise AttributeError(FIELDS)
        written = {each: vars(made).get(each, {}) for each in ("__module__", "__annotations__")}
        # Without a description the library writes one, which leaves a copy of ``sys.modules``.
        own = {"__doc__": made.__doc__, **written}
        stand_in = type(made.__name__, (), {**own, **vars(made)[GIVEN]})
        dataclasses.dataclass(init=False, repr=False, eq=False)(stand_in)
        for each in (FIELDS, PARAMETERS):
            type.__setattr__(made, each, vars(stand_in)[each])
        fields: dict[str, dataclasses.Field[Any]] = vars(made)[FIELDS]
        return fields


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
class Value(metaclass=_ValueType):
    """The base of what is made once and never changed; of which nothing else is made."""

    __slots__ = ()


type.__setattr__(Value, FIELDS, _LibraryFields())


def _init(cls: type, names: Sequence[str], given: Mapping[str, Any]) -> Callable[..., None]:
    """``__init__`` with the code of all classes of as many fields, under its own names."""
    parts = [given.get(name, dataclasses.MISSING) for name in names]
    fields = [each if isinstance(each, dataclasses.Field) else None for each in parts]
    defaults = [
        each if field is None else field.default for each, field in zip(parts, fields, strict=True)
    ]
    makers = [dataclasses.MISSING if each is None else each.default_factory for each in fields]
    made_anew = tuple(maker is not dataclasses.MISSING for maker in makers)
    known: dict[str, Any] = {
        f"set_{number}": vars(cls)[name].__set__ for number, name in enumerate(names)
    }
    if any(made_anew):
        known |= {f"make_{number}": maker for number, maker in enumerate(makers)}
        known["MISSING"] = dataclasses.MISSING
    required = [
        default is dataclasses.MISSING and not is_made
        for default, is_made in zip(defaults, made_anew, strict=True)
    ]
    if required != sorted(required, reverse=True):
        raise TypeError(f"{cls.__name__}: a field without a default follows one that has it")
    code = _init_code(made_anew, checks=hasattr(cls, "__post_init__"))
    return FunctionType(
        code.replace(co_varnames=("self", *names)),
        known,
        argdefs=tuple(defaults[required.count(True) :]),
    )


@cache
def _init_code(made_anew: tuple[bool, ...], *, checks: bool) -> CodeType:
    """The code for fields by their numbers, some made anew where they are not given.

    To compile one for each class would take as long as all else of a class together.
    """
    parameters = ["self", *[f"field_{number}" for number in range(len(made_anew))]]
    lines = [
        f"set_{number}(self, make_{number}() if field_{number} is MISSING else field_{number})"
        if is_made
        else f"set_{number}(self, field_{number})"
        for number, is_made in enumerate(made_anew)
    ]
    if checks:
        lines.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n {'; '.join(lines) or 'pass'}"
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102  numbers alone, in the way of the library
    code: CodeType = names["__init__"].__code__
    return code


def _comparing(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    content: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> Any:
        return (
            content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented
        )

    def hashed(self: object) -> int:
        return hash(content(self))

    return {"__eq__": equal, "__hash__": hashed}


def _looked_at(get: Callable[[object], Any]) -> property:
    def part(self: object) -> Any:
        content = get(self)
        return content.make() if isinstance(content, Deferred) else content

    return property(part)


def _text(self: Any) -> str:
    names = [field.name for field in dataclasses.fields(self) if field.repr]
    content = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
    return f"{self.__class__.__qualname__}({content})"


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    self.__init__(*state)


SAME_METHODS: Final = {
    "__repr__": _text,
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__getstate__": _state,
    "__setstate__": _restore,
}
"""The same functions in each value."""
