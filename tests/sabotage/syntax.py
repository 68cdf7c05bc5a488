"""Places in a module's source, in characters, as its syntax tree tells them in lines and bytes."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "workstation"


class Module:
    """A module of the product: its text and its tree; ``name`` is its path without ending."""

    def __init__(self, path: Path, product: Path | None = None) -> None:
        self.name = path.relative_to(product or PRODUCT).with_suffix("").as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self._lines = self.text.splitlines(keepends=True)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends."""
        begin = self._place(node.lineno, node.col_offset)
        return begin, self._place(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def source(self, node: ast.expr | ast.stmt) -> str:
        """A node's text."""
        begin, end = self.span(node)
        return self.text[begin:end]

    def _place(self, line: int, column: int) -> int:
        before = sum(map(len, self._lines[: line - 1]))
        return before + len(self._lines[line - 1].encode()[:column].decode())


def modules(only: str = "") -> list[Module]:
    """The modules of the product whose names begin so."""
    every = (Module(path) for path in sorted(PRODUCT.rglob("*.py")))
    return [module for module in every if module.name.startswith(only)]
