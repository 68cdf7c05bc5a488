"""Whether the programs of a bundle hold every module that our own code in them imports.

PyInstaller only warns where it finds none, and an import in a function would then fail at a
doctor's, on the day when it is first reached. `build.py` asks, and stops.
"""

import ast
import importlib.util
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from extras import libraries_without
from product import ROOT

BACKEND = "Windows" if sys.platform == "win32" else "SecretService"
HIDDEN_MODULES = ("keyring.backends.fail", f"keyring.backends.{BACKEND}")
"""What is imported by a name that is a text: no import shows it."""

OURS = "workstation"
WINDOW = f"{OURS}.program.app"
LEFT_OUT = libraries_without([])
"""What only the optional parts need: `extras`."""

OF_ONE_SYSTEM = {"secretstorage": "linux"}
ALWAYS_THERE = {"struct", "collections.abc"}
"""The bootloader brings the first; the second is another name that `collections` gives."""

COMPILED = {".so", ".pyd"}


def missing(
    programs: Mapping[str, set[str]], internal: Path, left_out: set[str] = LEFT_OUT
) -> list[str]:
    """What a bundle lacks, a line for each program and module.

    `programs` have the modules of their archives; `internal` is the folder of what they share;
    `left_out` are libraries that the bundle need not have.
    """
    shared = set(sys.builtin_module_names) | set(shared_modules(internal))
    return [
        f"{name} has no {line}"
        for name, archived in sorted(programs.items())
        for line in missing_of(archived | shared, left_out=left_out)
    ]


def missing_of(present: set[str], sources: Path = ROOT, left_out: set[str] = LEFT_OUT) -> list[str]:
    """What one program lacks that has these modules: `MODULE, imported by MODULE`."""
    importers = dict.fromkeys(HIDDEN_MODULES if WINDOW in present else (), "its name")
    for module in sorted(name for name in present if name.partition(".")[0] == OURS):
        for name in imports_of(_source(module, sources), sources):
            importers.setdefault(name, module)
    return [
        f"{name}, imported by {module}"
        for name, module in sorted(importers.items())
        if name not in present and not _is_left_out(name, left_out)
    ]


def imports_of(source: Path, sources: Path = ROOT) -> set[str]:
    """Every module that a file imports, wherever in it, but for what only a type checker sees."""
    names = set(_imports(ast.parse(source.read_bytes())))
    return {name for name in names if name.partition(".")[0] != OURS or _is_module(name, sources)}


def _imports(node: ast.AST) -> Iterator[str]:
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Import):
            yield from (each.name for each in inner.names)
        elif isinstance(inner, ast.ImportFrom) and inner.module is not None:
            yield inner.module
            if inner.module.startswith(OURS):  # a name of ours may be a module as well
                yield from (f"{inner.module}.{each.name}" for each in inner.names)
        elif not isinstance(inner, ast.If) or ast.unparse(inner.test) != "TYPE_CHECKING":
            yield from _imports(inner)


def _is_module(name: str, sources: Path) -> bool:
    """Whether a name is that of a file; Windows takes ``Ink``, a class, for ``ink.py`` as well."""
    place = sources
    for part in name.split("."):
        listed = {each.name for each in place.iterdir()} if place.is_dir() else set()
        if listed.isdisjoint({part, f"{part}.py"}):
            return False
        place /= part
    return _source(name, sources).exists()


def _source(module: str, sources: Path) -> Path:
    stem = sources.joinpath(*module.split("."))
    return stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")


def _is_left_out(name: str, left_out: set[str]) -> bool:
    """Whether no archive need have it, at all or on this system."""
    top = name.partition(".")[0]
    of_another_system = (
        importlib.util.find_spec(top) is None
        if top in sys.stdlib_module_names
        else OF_ONE_SYSTEM.get(top, sys.platform) != sys.platform
    )
    return of_another_system or name in ALWAYS_THERE or top in left_out


def shared_modules(internal: Path) -> Iterator[str]:
    """The base of the standard library, and what is compiled."""
    with zipfile.ZipFile(internal / "base_library.zip") as archive:
        for name in archive.namelist():
            yield name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
    for path in internal.rglob("*"):
        if path.suffix in COMPILED:
            folder = path.relative_to(internal).parent
            plain = () if folder.name == "lib-dynload" else folder.parts
            yield ".".join((*plain, path.name.partition(".")[0])).removesuffix(".__init__")
