"""Scripts of stanzas with the answers that servers give: read from text, and written again.

A file holds scripts, each under a title::

    == A member speaks
    doctor > <presence to='{room}/1001'><x xmlns='muc'/></presence>
    doctor < <presence from='{room}/1001'>...</presence>
    doctor <[ejabberd: stamps-everything] <message ...>
    platform ! expel 1002
    patient ! enter

``>`` is sent, ``~`` as it stands and without care for form, ``!`` is done, ``<`` is what came of
it: by every server, or by the named ones, for the reason that ``docs/three-servers.md`` explains
under this word. Of ``enter`` and ``say`` nothing is written down: what comes of these is in the
scripts that do it by stanzas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).with_name("scripts")
_HEARD = re.compile(r"(\w+) <(?:\[([\w ]+): ([\w-]+)\])? (.*)")
_DONE = re.compile(r"(\w+) ([>!~]) (.*)")
UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Heard:
    """What somebody was told: by all servers, or by some for a reason."""

    who: str
    text: str
    servers: tuple[str, ...] = ()
    reason: str = ""

    def __str__(self) -> str:
        told_by = f"[{' '.join(self.servers)}: {self.reason}]" if self.servers else ""
        return f"{self.who} <{told_by} {self.text}"


@dataclass(frozen=True)
class Step:
    """What somebody sends (``>``, ``~``) or does (``!``), and what everybody hears of it."""

    who: str
    kind: str
    text: str
    answers: list[Heard] = field(default_factory=list)

    @property
    def is_of_room(self) -> bool:
        """Whether the room is told something, and not only the server."""
        return self.is_known or self.text.startswith("expel")

    @property
    def is_known(self) -> bool:
        """Whether another script tells what comes of it, and so it is not told again."""
        return self.kind == "!" and self.text.partition(" ")[0] in {"enter", "say"}

    def heard_from(self, server: str) -> list[Heard]:
        """What one server is to say."""
        return [
            Heard(each.who, each.text)
            for each in self.answers
            if not each.servers or server in each.servers
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.kind} {self.text}"


@dataclass(frozen=True)
class Script:
    """Steps under a title."""

    title: str
    steps: list[Step] = field(default_factory=list)

    @property
    def people(self) -> set[str]:
        """Who has a part in it."""
        return {each.who for each in self.steps}


def read(path: Path) -> list[Script]:
    """The scripts of a file. Raises ``ValueError`` for a line that is none."""
    scripts: list[Script] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            scripts.append(Script(line.removeprefix("== ")))
        elif match := _HEARD.fullmatch(line):
            who, servers, reason, text = match.groups()
            answer = Heard(who, text, tuple((servers or "").split()), reason or "")
            scripts[-1].steps[-1].answers.append(answer)
        elif done := _DONE.fullmatch(line):
            scripts[-1].steps.append(Step(*done.groups()))
        else:
            raise ValueError(f"{path.name}: {line}")
    return scripts


def files() -> list[Path]:
    """All files of scripts."""
    return sorted(FOLDER.glob("*.txt"))


def every_script() -> Iterator[Script]:
    """The scripts of all files."""
    for path in files():
        yield from read(path)
