"""The product's name and version, as installers tell them."""

import re
import tomllib
from pathlib import Path
from typing import Any

from extras import EXTRAS

ROOT = Path(__file__).resolve().parents[2]
PUBLISHER = "Doctor Workstation"


def version() -> str:
    """The version that pyproject.toml declares."""
    return str(_project()["version"])


def requirements() -> list[str]:
    """The packages that the program and its parts ask for by name, and what it is built on."""
    project = _project()
    parts = [project["optional-dependencies"][name] for name in ("demo", *EXTRAS)]
    lines = [*project["dependencies"], *(line for part in parts for line in part)]
    names = [re.match(r"[\w.-]+", line) for line in lines]
    return [*(name[0].lower() for name in names if name), "cpython", "pyinstaller-bootloader"]


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project


def four_numbers() -> tuple[int, int, int, int]:
    """The version as Windows compares it."""
    major, minor, patch = (int(part) for part in version().split("."))
    return major, minor, patch, 0
