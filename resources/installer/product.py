"""The product's name and version, as installers tell them."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PUBLISHER = "Doctor Workstation"


def version() -> str:
    """The version that pyproject.toml declares."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def four_numbers() -> tuple[int, int, int, int]:
    """The version as Windows compares it."""
    major, minor, patch = (int(part) for part in version().split("."))
    return major, minor, patch, 0
