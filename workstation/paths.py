"""Where files of the program lie, from a source tree and from a frozen bundle."""

import sys
from pathlib import Path


def resources() -> Path:
    """The folder of icons, tokens, fonts and translations."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources"


def resource(name: str) -> Path:
    """The path of one resource, such as ``"icons/search.svg"``; it need not exist."""
    return resources() / name
