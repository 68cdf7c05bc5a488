"""The optional parts that a bundle may carry for its decoder: `--extras "heic ocr"` of `build.py`.

None is in the plain bundle: it would be twice as large for what many clinics do not want.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

VARIABLE = "BUNDLE_EXTRAS"
"""In which `build.py` tells PyInstaller's specification which it carries."""


class Extra(NamedTuple):
    """`libraries` are what the decoder imports for it, the first that by which it is found.

    `modules` are some besides, which no program of a plain bundle has.
    """

    libraries: tuple[str, ...]
    modules: tuple[str, ...] = ()


EXTRAS = {
    "heic": Extra(("pi_heif", "PIL"), ("PIL.ImageCms", "PIL._imagingcms")),
    "ocr": Extra(("rapidocr", "numpy"), ("yaml", "requests", "charset_normalizer")),
}


class UnknownExtraError(ValueError):
    """A name that is no optional part."""


def named(text: str) -> list[str]:
    """The parts that a text names, with spaces or commas between; raises UnknownExtraError."""
    names = text.replace(",", " ").split()
    if unknown := sorted(set(names) - EXTRAS.keys()):
        raise UnknownExtraError(f"no {', '.join(unknown)}; there are: {', '.join(EXTRAS)}")
    return sorted(set(names))


def chosen() -> list[Extra]:
    """Those that this bundle is to carry."""
    return [EXTRAS[name] for name in named(os.environ.get(VARIABLE, ""))]


def libraries_without(extras: list[Extra]) -> set[str]:
    """What the decoder imports for the parts that a bundle does not carry."""
    carried = {library for extra in extras for library in extra.libraries}
    return {library for extra in EXTRAS.values() for library in extra.libraries} - carried


def excluded_from_decoder(modules: list[str], extras: list[Extra]) -> Iterator[str]:
    """Of the modules that no program has, those that the decoder has not either."""
    brought = {name for extra in extras for name in (*extra.libraries, *extra.modules)}
    yield from (name for name in modules if name not in brought)
    yield from libraries_without(extras)
