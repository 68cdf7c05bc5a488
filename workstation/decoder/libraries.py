"""Which optional libraries a decoder's process has. They are never loaded to be asked."""

import importlib.util
import sys
from pathlib import Path


def has_library(name: str) -> bool:
    """Whether a decoder can import a library.

    A bundle's decoder is a program of its own, into whose modules this one cannot look; what was
    collected for it has left its metadata beside them.
    """
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    if bundle is None:
        return importlib.util.find_spec(name) is not None
    return any(Path(bundle).glob(f"{name}-*.dist-info"))
