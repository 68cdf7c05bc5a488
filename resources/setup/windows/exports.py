"""The names that a Windows library exports, and a library that hands them on.

Wheels of the stable ABI (PySide6, cryptography) load ``python3.dll``, which holds no code: each of
its names stands for the same name of ``python3XX.dll``. The wheel has only the latter.
Format: Microsoft's "PE Format", sections "Optional Header" and "The .edata Section".
"""

import struct
import subprocess
from pathlib import Path

GCC = "x86_64-w64-mingw32-gcc"
PE_OFFSET_AT = 0x3C
COFF_HEADER = 20
SECTION_HEADER = 40
DIRECTORIES_AT = 112  # in the optional header of a 64-bit image


def forward(library: Path, target: Path) -> None:
    """Make `target`, which hands every exported name on to `library`, of the same folder.

    Raises CalledProcessError when the compiler fails, ValueError where Python's names are missing.
    """
    names = exported_names(library.read_bytes())
    if "PyObject_Call" not in names:
        raise ValueError(f"{library} exports nothing of Python")
    definition = target.with_suffix(".def")
    forwards = [f"  {name} = {library.stem}.{name}" for name in names]
    definition.write_text("\n".join([f"LIBRARY {target.name}", "EXPORTS", *forwards, ""]))
    bare = ["-shared", "-nostdlib", "-s", "-Wl,--entry=0"]
    subprocess.run([GCC, *bare, "-o", target, definition], check=True)
    definition.unlink()


def exported_names(image: bytes) -> list[str]:
    """The names in the export table of a 64-bit image, in its order."""
    header = struct.unpack_from("<I", image, PE_OFFSET_AT)[0] + 4
    section_count = struct.unpack_from("<H", image, header + 2)[0]
    optional_size = struct.unpack_from("<H", image, header + 16)[0]
    optional = header + COFF_HEADER
    sections = [
        struct.unpack_from("<8x4I", image, optional + optional_size + index * SECTION_HEADER)
        for index in range(section_count)
    ]
    table = _offset(struct.unpack_from("<I", image, optional + DIRECTORIES_AT)[0], sections)
    count, names_address = struct.unpack_from("<24xI4xI", image, table)
    names = _offset(names_address, sections)
    addresses = struct.unpack_from(f"<{count}I", image, names)
    return [_text(image, _offset(address, sections)) for address in addresses]


def _offset(address: int, sections: list[tuple[int, ...]]) -> int:
    """Where in the file lies what the loader puts at `address`."""
    for size, start, raw_size, raw_start in sections:
        if start <= address < start + max(size, raw_size):
            return raw_start + address - start
    raise ValueError("an address outside every section")


def _text(image: bytes, start: int) -> str:
    return image[start : image.index(b"\0", start)].decode("ascii")
