"""Nothing is drawn for nobody: every icon, token, colour and size of text has somebody who uses it.

What nobody uses is not only dead weight: whoever changes the design keeps it alive for years.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import PRODUCT, nodes, python_files
from workstation.ui.kit.theme import Appearance, Icon, TextRole
from workstation.ui.kit.theme.colours import Colours, ViewerColours
from workstation.ui.kit.theme.tokens import Breakpoint, Motion, Radius, Size, Space, token_file

DESCRIPTION = {"name", "version", "unit", "colour-format"}
"""What the token file says of itself to people."""

GROUPS = {
    "Icon": [icon.name for icon in Icon],
    "TextRole": [role.name for role in TextRole],
    "Appearance": [appearance.name for appearance in Appearance],
    "SPACE": list(Space.__annotations__),
    "RADIUS": list(Radius.__annotations__),
    "SIZE": list(Size.__annotations__),
    "BREAKPOINT": list(Breakpoint.__annotations__),
    "MOTION": list(Motion.__annotations__),
    "VIEWER": list(ViewerColours.__annotations__),
}
DECLARING = ("theme/icons.py", "theme/tokens.py", "theme/colours.py")


def product() -> Iterator[ast.AST]:
    """Every node of the product's code, save where these things are declared."""
    for path in python_files(PRODUCT):
        if not path.as_posix().endswith(DECLARING):
            yield from nodes(path)


def members_used() -> set[tuple[str, str]]:
    """Group and member of every `GROUP.member`; the style sheet names its groups in small."""
    return {
        (name, node.attr)
        for node in product()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        for name in (node.value.id, node.value.id.upper())
    }


def words_used() -> set[str]:
    """Attributes, and names in texts: `Ink` has colours by name, the style sheet in braces."""
    words: set[str] = set()
    for node in product():
        if isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.update(node.value.replace("{", " ").replace("}", " ").split())
    return words


@pytest.mark.parametrize("group", GROUPS)
def test_every_member_is_used(group: str) -> None:
    used = members_used()
    assert not [name for name in GROUPS[group] if (group, name) not in used]


def test_every_colour_is_used() -> None:
    words = {word.strip(";:,") for word in words_used()}
    assert not sorted(set(Colours.__annotations__) - words)


def test_every_part_of_the_token_file_is_read() -> None:
    strings = {
        node.value
        for node in product()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    tokens = token_file()
    assert not set(tokens) - DESCRIPTION - strings
    assert set(tokens["font"]) <= strings
    assert set(tokens["type"]) == {role.value for role in TextRole}
