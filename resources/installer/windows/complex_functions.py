"""Complex numbers for the C library of a Wine: it has the names of these functions, and ends there.

numpy, which reading text in photos needs, calls them while it is imported, so neither PyInstaller
nor the decoder came past that. The compiler's own library has them: a library in the place of
Wine's holds these, and hands every other name on to a copy of Wine's. Only for the machine that
builds with optional parts; Windows has them all.
"""

import subprocess
import tempfile
from pathlib import Path

from windows import exports, machine

NAMES = (
    "cabs cacos cacosh carg casin casinh catan catanh ccos ccosh cexp cimag clog conj cpow cproj "
    "creal csin csinh csqrt ctan ctanh"
).split()
KINDS = {"": "", "f": "f", "l": ""}
"""The ends of their names, and which of ours does it: here a long double is a double."""

LIBRARY, REAL = "ucrtbase", "ucrtreal"
MARK = b"Wine builtin DLL"
"""By which Wine takes a file for one of its own, which may lie under no other name."""

SOURCE = "int __stdcall entry(void *module, unsigned why, void *more) { return 1; }\n"


def add(home: Path) -> None:
    """Put them into the machine in `home`; quick where they are.

    Raises CalledProcessError when the compiler or Wine fails.
    """
    system = home / "prefix/drive_c/windows/system32"
    place = system / f"{LIBRARY}.dll"
    library = place.read_bytes()
    if MARK not in library:
        return
    key = ["reg", "add", r"HKCU\Software\Wine\DllOverrides", "/v", LIBRARY]
    command = ["wine", *key, "/d", "native,builtin", "/f"]
    subprocess.run(command, check=True, env=machine.environment(home), capture_output=True)
    (system / f"{REAL}.dll").write_bytes(library.replace(MARK, bytes(len(MARK)), 1))
    with tempfile.TemporaryDirectory(dir=system) as folder:
        _compile(exports.exported_names(library), Path(folder)).replace(place)


def _compile(names: list[str], folder: Path) -> Path:
    own = {name + end: name + ours for name in NAMES for end, ours in KINDS.items()}
    lines = [f"  {name} = {own.get(name, f'{REAL}.{name}')}" for name in names]
    definition, source = folder / f"{LIBRARY}.def", folder / "entry.c"
    definition.write_text("\n".join([f"LIBRARY {LIBRARY}.dll", "EXPORTS", *lines, ""]))
    source.write_text(SOURCE)
    needed = [f"-Wl,-u,{name}" for name in sorted(set(own.values()))]
    bare = ["-O2", "-s", "-shared", "-nostartfiles", "-static-libgcc", "-Wl,--entry=entry"]
    made = folder / f"{LIBRARY}.dll"
    command = [exports.GCC, *bare, "-o", made, source, *needed, definition]
    subprocess.run(command, check=True)
    return made
