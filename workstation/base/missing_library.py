"""Which library of the system an import lacked, and the Debian package that has it.

The package of ours depends on what Qt needs; a checkout, or a system whose packages somebody took
away, may lack one. The loader's words are then the end of a traceback, in which nobody reads what
to install.
"""

import re
import sys

_LOADER = re.compile(r"(lib[^\s:/]+\.so[.\d]*): cannot open shared object file")

# Of libraries whose package is not named after them.
_PACKAGES = {
    "libglib-2.0": "libglib2.0-0",
    "libgio-2.0": "libglib2.0-0",
    "libgobject-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libbrotlidec": "libbrotli1",
    "libbrotlicommon": "libbrotli1",
}


def missing_library(error: BaseException) -> str:
    """The library that the loader did not find, such as ``libEGL.so.1``; else empty."""
    match = _LOADER.match(str(error)) if isinstance(error, ImportError | OSError) else None
    return match.group(1) if match else ""


def debian_package(library: str) -> str:
    """The package of a library, as Debian names them; its policy has the rule, section 8.1.

    A name of before the year 2038 (``libcups2`` for ``libcups2t64``) still installs what it was.
    """
    name, _, version = library.partition(".so")
    dash = "-" if name[-1:].isdigit() else ""
    named = f"{name}{dash}{version.strip('.')}".replace("_", "-").lower()
    return _PACKAGES.get(name, named)


def advice(library: str) -> str:
    """What to say at a terminal; in a checkout one command brings all that is lacking."""
    package = debian_package(library)
    bundled = getattr(sys, "frozen", False)
    all_at_once = "" if bundled else " (make demo installs, or names, all that Qt needs)"
    return (
        f"this system lacks a library that the program needs, {library}{all_at_once}; "
        f"on Debian and Ubuntu: sudo apt-get install {package}"
    )
