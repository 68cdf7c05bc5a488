"""One field of the settings, declared once: everything else is made from it."""

import dataclasses
import enum
from typing import Any, TypeVar

from workstation.config.kinds import SettingKind
from workstation.domain.value import Value

T = TypeVar("T")
_DECLARATION = "declaration"


class PageSection(enum.Enum):
    """Where users find a setting: a section of the settings page, or the page before sign-in."""

    APPEARANCE = "appearance"
    NOTICES = "notices"
    WAITING = "waiting"
    SIGN_IN = "sign_in"


class PageRow(Value):
    """A setting's row on the settings page, as far as its kind does not define it.

    ``offered`` are the numbers to choose from. ``below`` is the key of a number that is the upper
    limit, ``needs`` the key of a flag without which the row is disabled.
    """

    section: PageSection
    offered: tuple[int, ...] = ()
    below: str = ""
    needs: str = ""


class Declaration(Value):
    """A setting: its key in policy and settings file, kind and default.

    ``row`` is where users set it; without one only the machine's administrator may. Its texts in
    the catalogue are ``setting.<key>.title`` and ``.help``, which administrators read as well, and
    on the settings page the title and, where there is one, ``.hint``.
    """

    name: str
    key: str
    kind: SettingKind[Any]
    default: Any
    row: PageRow | None

    @property
    def is_for_users(self) -> bool:
        """Whether users may set it, and not the administrator alone."""
        return self.row is not None

    @property
    def title(self) -> str:
        """The catalogue's key of its title."""
        return f"setting.{self.key}.title"

    @property
    def help(self) -> str:
        """The catalogue's key of its explanation for administrators."""
        return f"setting.{self.key}.help"

    @property
    def hint(self) -> str:
        """The catalogue's key of the explanation under the title."""
        return f"setting.{self.key}.hint"


def declared(key: str, kind: SettingKind[T], default: T, row: PageRow | None = None) -> Any:
    """A dataclass field that carries its declaration."""
    # A factory, because a read-only mapping is no allowed default on Python 3.11.
    return dataclasses.field(
        default_factory=lambda: default, metadata={_DECLARATION: (key, kind, default, row)}
    )


def declarations(settings: type[Any]) -> tuple[Declaration, ...]:
    """The declarations of a dataclass, in order."""
    fields = []
    for field in dataclasses.fields(settings):
        key, kind, default, row = field.metadata[_DECLARATION]
        fields.append(Declaration(field.name, key, kind, default, row))
    return tuple(fields)
