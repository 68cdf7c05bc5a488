"""One library that a wheel carries inside, and how its version is read from the bundle's files."""

import ctypes
import importlib.metadata
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FILE_VERSION = re.compile(rb"F\0i\0l\0e\0V\0e\0r\0s\0i\0o\0n\0\0\0(?:\0\0)?((?:[\d.]\0)+)")


@dataclass(frozen=True)
class Part:
    """One library inside a wheel; `cpe` is its vendor and product in the advisories' naming."""

    name: str
    licence: str
    wheel: str
    files: tuple[str, ...]
    version: Callable[[Path], str | None]
    cpe: str


def words(pattern: str) -> Callable[[Path], str | None]:
    """The version that stands in the binary: the group of a pattern over its bytes."""
    compiled = re.compile(pattern.encode(), re.DOTALL)

    def read(file: Path) -> str | None:
        match = compiled.search(file.read_bytes())
        return match[1].decode() if match else None

    return read


def resource_version(file: Path) -> str | None:
    """The version of the file that Windows' Explorer shows."""
    match = FILE_VERSION.search(file.read_bytes())
    return match[1].decode("utf-16-le") if match else None


def name(pattern: str) -> Callable[[Path], str | None]:
    """The version that stands in the file's name."""

    def read(file: Path) -> str | None:
        match = re.search(pattern, file.name)
        return match[1] if match else None

    return read


def bill(wheel: str, entry: str) -> Callable[[Path], str | None]:
    """The version that the wheel's own bill of materials gives to `entry`."""

    def read(_file: Path) -> str | None:
        for path in importlib.metadata.distribution(wheel).files or ():
            if "/sboms/" in path.as_posix():
                content = json.loads(Path(str(path.locate())).read_text(encoding="utf-8"))
                for component in content.get("components", ()):
                    if component["name"].lower() == entry.lower() and component.get("version"):
                        return str(component["version"]).partition("-")[0]
        return None

    return read


def ask_icu(file: Path) -> str | None:
    """What ICU says of itself; its functions carry the major version in their names."""
    if not file.name.startswith("libicuuc"):
        return None
    major = file.name.rpartition(".")[2]
    numbers = (ctypes.c_uint8 * 4)()
    ctypes.CDLL(str(file.with_name(f"libicudata.so.{major}")), mode=ctypes.RTLD_GLOBAL)
    getattr(ctypes.CDLL(str(file)), f"u_getVersion_{major}")(numbers)
    return f"{numbers[0]}.{numbers[1]}"
