"""What wheels carry inside that has a name, a version and holes of its own, such as FFmpeg.

A scanner finds a hole by name and version, and a wheel's own version says nothing of what was
linked into it. So each part's version is read from the very files of the bundle: from words that
its makers put into the binary, from the file's name, by asking the library, or, where none of these
tells it, from the bill of materials that the wheel brings. A part whose file is there and whose
version cannot be read stops the build, and so does a library that no part claims.
"""

import ctypes
import importlib.metadata
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


class UnknownPartError(Exception):
    """A part without a version, or a carried library that is no known part."""


@dataclass(frozen=True)
class Part:
    """One library inside a wheel; `cpe` is its vendor and product in the advisories' naming."""

    name: str
    licence: str
    wheel: str
    files: tuple[str, ...]
    version: Callable[[Path], str | None]
    cpe: str


@dataclass(frozen=True)
class Carried:
    """A part as it was found: its version, and the files of the bundle that hold it."""

    part: Part
    version: str
    files: tuple[str, ...]

    @property
    def reference(self) -> str:
        """Unlike the purl it tells two wheels that carry the same library from one another."""
        return f"{self.part.wheel}#{self.part.name}"

    @property
    def purl(self) -> str:
        return f"pkg:generic/{re.sub(r'[^a-z0-9-]+', '-', self.part.name.lower())}@{self.version}"

    @property
    def cpe(self) -> str:
        return f"cpe:2.3:a:{self.part.cpe}:{self.version}:*:*:*:*:*:*:*"


def words(pattern: str) -> Callable[[Path], str | None]:
    """The version that stands in the binary: the group of a pattern over its bytes."""
    compiled = re.compile(pattern.encode(), re.DOTALL)

    def read(file: Path) -> str | None:
        match = compiled.search(file.read_bytes())
        return match[1].decode() if match else None

    return read


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


QT, PILLOW = "pyside6-essentials", "pillow"
PARTS = (
    Part(
        "FFmpeg", "LGPL-2.1-or-later", "pyside6-addons",
        ("libavformat.so*", "libavcodec.so*", "libavutil.so*", "libswresample.so*",
         "libswscale.so*", "avformat-*.dll", "avcodec-*.dll", "avutil-*.dll", "swresample-*.dll",
         "swscale-*.dll"),
        words(r"FFmpeg version n?(\d+(?:\.\d+)+)"), "ffmpeg:ffmpeg",
    ),
    Part(
        "Qt", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", QT,
        ("libQt6Core.so*", "Qt6Core.dll"), words(r"Qt (6\.\d+\.\d+) \("), "qt:qt",
    ),
    Part(
        "PCRE2", "BSD-3-Clause", QT, ("libQt6Core.so*", "Qt6Core.dll"),
        words(r"\x00(10\.\d+) 20\d\d-\d\d-\d\d\x00"), "pcre:pcre2",
    ),
    Part(
        "ICU", "Unicode-3.0", QT, ("libicuuc.so*", "libicui18n.so*", "libicudata.so*"),
        ask_icu, "icu-project:international_components_for_unicode",
    ),
    Part(
        "OpenSSL", "Apache-2.0", "cryptography", ("_rust*.so", "_rust.pyd"),
        words(r"OpenSSL (\d+\.\d+\.\d+[a-z]?) "), "openssl:openssl",
    ),
    Part(
        "SQLite", "blessing", "apsw-sqlite3mc", ("apsw/__init__*.so", "apsw/__init__*.pyd"),
        words(r"[^\w.](3\.\d+\.\d+)\x00"), "sqlite:sqlite",
    ),
    Part(
        "SQLite3 Multiple Ciphers", "MIT", "apsw-sqlite3mc",
        ("apsw/__init__*.so", "apsw/__init__*.pyd"),
        words(r"SQLite3 Multiple Ciphers (\d+\.\d+\.\d+)"), "utelle:sqlite3multipleciphers",
    ),
    Part(
        "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", PILLOW,
        ("pillow.libs/libjpeg-*", "PIL/_imaging.*.pyd"),
        words(r"libjpeg-turbo version (\d+\.\d+\.\d+)"), "libjpeg-turbo:libjpeg-turbo",
    ),
    Part(
        "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", QT,
        ("libqjpeg.so", "qjpeg.dll"),
        words(r"libjpeg-turbo version (\d+\.\d+\.\d+)"), "libjpeg-turbo:libjpeg-turbo",
    ),
    Part(
        "zlib-ng", "Zlib", PILLOW, ("PIL/_imaging.*",),
        bill(PILLOW, "zlib"), "zlib-ng:zlib-ng",
    ),
    Part(
        "libtiff", "libtiff", PILLOW, ("pillow.libs/libtiff-*", "PIL/_imaging.*.pyd"),
        words(r"LIBTIFF, Version (\d+\.\d+\.\d+)"), "libtiff:libtiff",
    ),
    Part(
        "OpenJPEG", "BSD-2-Clause", PILLOW, ("pillow.libs/libopenjp2-*", "PIL/_imaging.*.pyd"),
        bill(PILLOW, "OpenJPEG"), "uclouvain:openjpeg",
    ),
    Part(
        "libpng", "libpng-2.0", PILLOW, ("pillow.libs/libpng16-*",),
        words(r"libpng version (\d+\.\d+\.\d+)"), "libpng:libpng",
    ),
    Part(
        "FreeType", "FTL OR GPL-2.0-or-later", PILLOW,
        ("pillow.libs/libfreetype-*", "PIL/_imagingft.*.pyd"),
        bill(PILLOW, "FreeType"), "freetype:freetype",
    ),
    Part(
        "HarfBuzz", "MIT", PILLOW, ("pillow.libs/libharfbuzz-*", "PIL/_imagingft.*.pyd"),
        bill(PILLOW, "HarfBuzz"), "harfbuzz_project:harfbuzz",
    ),
    Part(
        "Raqm", "MIT", PILLOW, ("PIL/_imagingft.*",), bill(PILLOW, "raqm"), "host-oman:libraqm"
    ),
    Part(
        "Brotli", "MIT", PILLOW, ("pillow.libs/libbrotli*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "google:brotli",
    ),
    Part(
        "XZ Utils", "0BSD", PILLOW, ("pillow.libs/liblzma-*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "tukaani:xz",
    ),
    Part(
        "Zstandard", "BSD-3-Clause", PILLOW, ("pillow.libs/libzstd-*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "facebook:zstandard",
    ),
    Part(
        "libxcb", "MIT", PILLOW, ("pillow.libs/libxcb-*",), bill(PILLOW, "libxcb"), "x.org:libxcb"
    ),
    Part(
        "libXau", "MIT", PILLOW, ("pillow.libs/libXau-*",), bill(PILLOW, "libXau"), "x.org:libxau"
    ),
)  # fmt: skip
# Without these the program does nothing useful, on any system.
INDISPENSABLE = {"FFmpeg", "Qt", "OpenSSL", "SQLite", "SQLite3 Multiple Ciphers"}


def carried(bundle: Path) -> list[Carried]:
    """Every part in `bundle`. Raises UnknownPartError."""
    files = [path for path in sorted(bundle.rglob("*")) if path.is_file()]
    own = [path for path in files if not path.is_symlink()]
    entries = [entry for part in PARTS if (entry := _carried(part, bundle, own))]
    if missing := INDISPENSABLE - {entry.part.name for entry in entries}:
        raise UnknownPartError(f"not in the bundle: {', '.join(sorted(missing))}")
    claimed = {file for entry in entries for file in entry.files}
    brought = {str(path.relative_to(bundle)) for path in own if path.parent.suffix == ".libs"}
    if unclaimed := brought - claimed:
        raise UnknownPartError(f"no part claims {', '.join(sorted(unclaimed))}")
    return entries


def _carried(part: Part, bundle: Path, files: list[Path]) -> Carried | None:
    holding = list(_holding(part, bundle, files))
    if not holding:
        return None
    versions = {version for file in holding if (version := part.version(file))}
    if len(versions) != 1:
        raise UnknownPartError(f"{part.name}: {sorted(versions) or 'no version'} in {holding}")
    return Carried(
        part, versions.pop(), tuple(file.relative_to(bundle).as_posix() for file in holding)
    )


def _holding(part: Part, bundle: Path, files: list[Path]) -> Iterator[Path]:
    """The files whose path ends as one of the part's patterns says."""
    for file in files:
        parts = file.relative_to(bundle).parts
        for pattern in part.files:
            depth = pattern.count("/") + 1
            if fnmatchcase("/".join(parts[-depth:]), pattern):
                yield file
                break
