"""One field of the settings, declared once: everything else is made from it."""

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any, TypeVar

from workstation.config.kinds import SettingKind

T = TypeVar("T")
_DECLARATION = "declaration"


class Who(enum.Enum):
    """Who may set a field: the machine's administrator alone, or the user as well."""

    MACHINE = "machine"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A setting: its key in policy and settings file, kind, default and who may set it.

    ``setting.<key>.title`` and ``setting.<key>.help`` are its texts in the catalogue.
    """

    name: str
    key: str
    kind: SettingKind[Any]
    default: Any
    who: Who

    @property
    def title(self) -> str:
        """The catalogue's key of its title."""
        return f"setting.{self.key}.title"

    @property
    def help(self) -> str:
        """The catalogue's key of its explanation."""
        return f"setting.{self.key}.help"


def declared(key: str, kind: SettingKind[T], default: T, who: Who = Who.MACHINE) -> Any:
    """A dataclass field that carries its declaration."""
    # A factory, because a read-only mapping is no allowed default on Python 3.11.
    return dataclasses.field(
        default_factory=lambda: default, metadata={_DECLARATION: (key, kind, default, who)}
    )


def declarations(settings: type[Any]) -> tuple[Declaration, ...]:
    """The declarations of a dataclass, in order."""
    fields = []
    for field in dataclasses.fields(settings):
        key, kind, default, who = field.metadata[_DECLARATION]
        fields.append(Declaration(field.name, key, kind, default, who))
    return tuple(fields)
