"""The policy file's JSON Schema (draft 2020-12), made from the declarations."""

import json
from collections.abc import Callable
from typing import Any

from workstation.config import kinds, patterns
from workstation.config.declaration import Declaration
from workstation.config.kinds import SettingKind
from workstation.config.repository_place import RepositoryPlace
from workstation.config.settings import API_BASE, DECLARATIONS, LOCKED

LookUpText = Callable[[str], str]

_LINE = {"type": "string", "maxLength": kinds.MAX_CHARACTERS}
# Each kind's pattern, whether it has several lines, and whether it may be empty.
_TEXTS: dict[type[SettingKind[Any]], tuple[str, bool, bool]] = {
    kinds.Address: (patterns.BASE, False, True),
    kinds.ProxyRoute: (patterns.PROXY, False, False),
    kinds.FilePath: (patterns.FILE, False, True),
    RepositoryPlace: (patterns.PLACE, False, True),
    kinds.Origins: (patterns.ORIGIN, True, False),
    kinds.Hosts: (patterns.HOST, True, False),
    kinds.WordList: (patterns.WORD, True, False),
}
# Sign-in would refuse plain http to a host that is not named; no schema can compare the two.
_PLAIN_NEEDS_HOSTS = {
    "if": {
        "properties": {API_BASE: {"pattern": f"^{patterns.PLAIN}"}},
        "required": [API_BASE],
    },
    "then": {
        "properties": {"api.plain_hosts": {"minItems": 1}},
        "required": ["api.plain_hosts"],
    },
}


def json_schema(look_up: LookUpText) -> dict[str, Any]:
    """The schema of ``policy.json``; ``look_up`` gives the text of a catalogue key."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Doctor Workstation policy",
        "type": "object",
        "properties": {
            declaration.key: _property(declaration, look_up) for declaration in DECLARATIONS
        },
        "additionalProperties": False,
        **_PLAIN_NEEDS_HOSTS,
    }


def _property(declaration: Declaration, look_up: LookUpText) -> dict[str, Any]:
    return {
        "title": look_up(declaration.title),
        "description": look_up(declaration.help),
        "default": declaration.kind.write(declaration.default),
        **_form(declaration),
    }


def _form(declaration: Declaration) -> dict[str, Any]:
    kind = declaration.kind
    form: dict[str, Any]
    match kind:
        case kinds.Flag():
            form = {"type": "boolean"}
        case kinds.Number(low=low, high=high):
            form = {"type": "integer", "minimum": low, "maximum": high}
        case kinds.OneOf(words=words):
            form = {"enum": list(words)}
        case kinds.CallPaths():
            paths = {key: _line(_call(kind, key)) for key in kind.keys}
            form = {"type": "object", "properties": paths, "additionalProperties": False}
        case kinds.HostNames():
            name = _line(patterns.HOST)
            form = {"type": "object", "propertyNames": name, "additionalProperties": name}
        case kinds.SomeOf(words=words):
            form = _lines({"enum": list(words)})
        case kinds.WordList() if declaration.key == LOCKED:
            form = _lines({"enum": [each.key for each in DECLARATIONS]})
        case _:
            form = _text(kind)
    return form


def _call(kind: kinds.CallPaths, key: str) -> str:
    return patterns.CALL_WITH_ID if key in kind.with_id else patterns.CALL


def _text(kind: SettingKind[Any]) -> dict[str, Any]:
    """The form of a text: one line, or several. Raises ``KeyError`` for a kind without a form."""
    if isinstance(kind, kinds.Text):
        return _line(kind.pattern, or_empty=not kind.required)
    pattern, several, or_empty = _TEXTS[type(kind)]
    line = _line(pattern, or_empty=or_empty)
    return _lines(line) if several else line


def _line(pattern: str, *, or_empty: bool = False) -> dict[str, Any]:
    return {**_LINE, "pattern": patterns.match_whole(pattern, or_empty=or_empty)}


def _lines(line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": line, "maxItems": kinds.MAX_LINES}


def key_table(look_up: LookUpText) -> str:
    """All keys as a Markdown table for people."""
    lines = ["| key | what it does | may be | default | by users |", "|---|---|---|---|---|"]
    for declaration in DECLARATIONS:
        default = json.dumps(declaration.kind.write(declaration.default), ensure_ascii=False)
        users = "yes" if declaration.is_for_users else ""
        text = f"{look_up(declaration.title)}. {look_up(declaration.help)}"
        values = _values(_form(declaration))
        lines.append(f"| `{declaration.key}` | {text} | {values} | `{default}` | {users} |")
    return "\n".join(lines) + "\n"


def _values(form: dict[str, Any]) -> str:
    """The values that JSON may have for a form of the schema, in the words of people."""
    if words := form.get("enum"):
        return ", ".join(f"`{json.dumps(word)}`" for word in words)
    match form["type"]:
        case "boolean":
            return "`true`, `false`"
        case "integer":
            return f"{form['minimum']} to {form['maximum']}"
        case "array":
            return "list of texts"
        case "object":
            return "object of texts"
    return "text"
