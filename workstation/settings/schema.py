"""The policy file's JSON Schema (draft 2020-12), made from the declarations."""

import json
from collections.abc import Callable
from typing import Any

from workstation.config import DECLARATIONS
from workstation.settings import kinds
from workstation.settings.declaration import Declaration, Who
from workstation.settings.kinds import Kind

Say = Callable[[str], str]

_LINES = {"type": "array", "items": {"type": "string"}, "maxItems": kinds.MOST_LINES}
_LINE = {"type": "string", "maxLength": kinds.LONGEST}


def json_schema(say: Say) -> dict[str, Any]:
    """The schema of ``policy.json``; ``say`` gives the text of a catalogue key."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Doctor Workstation policy",
        "type": "object",
        "properties": {
            declaration.key: _property(declaration, say) for declaration in DECLARATIONS
        },
        "additionalProperties": False,
    }


def _property(declaration: Declaration, say: Say) -> dict[str, Any]:
    return {
        "title": say(declaration.title),
        "description": say(declaration.help),
        "default": declaration.kind.write(declaration.default),
        **_form(declaration.kind),
    }


def _form(kind: Kind[Any]) -> dict[str, Any]:
    form: dict[str, Any] = dict(_LINE)
    match kind:
        case kinds.Flag():
            form = {"type": "boolean"}
        case kinds.Number(low, high):
            form = {"type": "integer", "minimum": low, "maximum": high}
        case kinds.Choice(words):
            form = {"enum": list(words)}
        case kinds.Text(pattern):
            form["pattern"] = f"^({pattern})?$"
        case kinds.CallPaths(keys):
            paths = {key: {**_LINE, "pattern": "^/"} for key in keys}
            form = {"type": "object", "properties": paths, "additionalProperties": False}
        case kinds.HostNames():
            form = {"type": "object", "additionalProperties": _LINE}
        case kinds.Origins() | kinds.Hosts() | kinds.Words():
            form = dict(_LINES)
        case _:
            pass
    return form


def key_table(say: Say) -> str:
    """All keys as a Markdown table for people."""
    lines = ["| key | what it does | default | by users |", "|---|---|---|---|"]
    for declaration in DECLARATIONS:
        default = json.dumps(declaration.kind.write(declaration.default), ensure_ascii=False)
        users = "yes" if declaration.who is Who.USER else ""
        text = f"{say(declaration.title)}. {say(declaration.help)}"
        lines.append(f"| `{declaration.key}` | {text} | `{default}` | {users} |")
    return "\n".join(lines) + "\n"
