"""Values of the domain: ``@dataclass(frozen=True, slots=True)``, made with less.

The library writes the source of six methods for each class and compiles them while the program is
loaded, a tenth of a second for the classes of ``domain`` and ``xmpp``, before the doctor sees
anything. Here only ``__init__`` is written, since its parameters differ; the other methods are the
same for all values. What a value is, ``dataclasses`` says still: ``replace``, ``fields``, patterns
and the type checker take it for the frozen dataclass that it is (``tests/domain/test_value.py``).
"""

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
Fields = Sequence["dataclasses.Field[Any]"]


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def value(cls: type[T]) -> type[T]:
    """A class decorator for what is made once and never changed. Not for a base class."""
    own = set(vars(cls))
    cls.__doc__ = cls.__doc__ or cls.__name__  # the library would write one, at a price
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)  # type: ignore[arg-type]
    for name, method in _methods(made, fields).items():
        if name not in own:
            setattr(made, name, method)
    return made


def _methods(cls: type, fields: Fields) -> dict[str, Callable[..., Any]]:
    return {
        "__init__": _init(cls, fields),
        **_comparing(tuple(field.name for field in fields if field.compare)),
        "__repr__": _repr(tuple(field.name for field in fields if field.repr)),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _state,
        "__setstate__": _restore,
    }


def _init(cls: type, fields: Fields) -> Callable[..., None]:
    names: dict[str, Any] = {"MISSING": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in fields:
        name = given = field.name
        names[f"set_{name}"] = vars(cls)[name].__set__
        if field.default is not dataclasses.MISSING:
            names[f"default_{name}"] = field.default
            parameters.append(f"{name}=default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            names[f"make_{name}"] = field.default_factory
            parameters.append(f"{name}=MISSING")
            given = f"make_{name}() if {name} is MISSING else {name}"
        else:
            parameters.append(name)
        lines.append(f"set_{name}(self, {given})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n {'; '.join(lines) or 'pass'}"
    exec(source, names)  # noqa: S102  names of fields alone, as the library does it
    init: Callable[..., None] = names["__init__"]
    return init


def _comparing(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    content: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> Any:
        return (
            content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented
        )

    def hashed(self: object) -> int:
        return hash(content(self))

    return {"__eq__": equal, "__hash__": hashed}


def _repr(names: Sequence[str]) -> Callable[[object], str]:
    def text(self: object) -> str:
        content = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{self.__class__.__qualname__}({content})"

    return text


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    for field, content in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, content)
