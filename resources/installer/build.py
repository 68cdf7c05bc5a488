"""Build the bundle and the packages around it into dist/: what `make installer` runs.

On Linux: the bundle, its bill of materials and notices, and a Debian package. On Windows: the
bundle, which the scripts in `windows/` then pack. Options: `--bundle` stops after the bundle,
`--into DIR` writes somewhere else than dist/, `--compression 1` packs quickly and 0 not at all,
`--extras "heic ocr"` has the decoder carry these optional parts, and tries each.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian_package
import extras
import icons
import imports
import outdated
import proof
import sbom
from components import Component, components, pure_modules
from elf import debian_owner
from parts import carried

ROOT = Path(__file__).resolve().parents[2]
SMALL = 6
FALLBACK_EPOCH = "1764000000"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", action="store_true")
    parser.add_argument("--into", type=Path, default=ROOT / "dist")
    parser.add_argument("--compression", type=int, choices=range(10), default=SMALL)
    parser.add_argument("--extras", type=extras.named, default=[])
    options = parser.parse_args(arguments)
    os.environ["SOURCE_DATE_EPOCH"] = epoch()
    os.environ[extras.VARIABLE] = " ".join(options.extras)
    into = options.into.absolute()
    into.mkdir(parents=True, exist_ok=True)
    bundle = build_bundle(into)
    for name in options.extras:
        _say(f"Trying {name}")
        proof.require(name, bundle)
    if not options.bundle:
        pack(bundle, into, options.compression)
    return 0


def epoch() -> str:
    """The time that the build claims: the commit's, so that the same commit builds the same.

    SOURCE_DATE_EPOCH goes first; sources that came without git have a fixed time.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    asked = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return FALLBACK_EPOCH
    return done.stdout.strip() or FALLBACK_EPOCH


def build_bundle(into: Path) -> Path:
    """Run PyInstaller on the specification; the folder it made, whose programs lack no module."""
    _say("Drawing icons")
    icons.draw(ROOT / "build/icons")
    _say("Collecting the bundle with PyInstaller")
    work = into / "work"
    command = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "ERROR",
    ]
    command += ["--distpath", into, "--workpath", work, ROOT / "build_installer.spec"]
    # Columns mark the place in a line of source, and no source is shipped. Modules lie there
    # uncompressed: a start reads 950 of them, and the packages are smaller for it.
    fixed = {
        "PYTHONHASHSEED": "0",
        "PYTHONNODEBUGRANGES": "1",
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
    subprocess.run(command, check=True, env={**os.environ, **fixed})
    shutil.rmtree(work)
    bundle = into / "workstation"
    require_imports(bundle, extras.libraries_without(extras.chosen()))
    return bundle


def require_imports(bundle: Path, left_out: set[str] = imports.LEFT_OUT) -> None:
    """End the build where a program lacks a module that it imports."""
    programs = {each.name: set(pure_modules(each)) for each in bundle.glob("workstation*")}
    if lines := imports.missing(programs, bundle / "_internal", left_out):
        raise SystemExit("\n".join(lines))


def pack(bundle: Path, into: Path, level: int) -> None:
    """The papers, and on Linux the Debian package."""
    _say("Naming every file's package")
    collected, inside = components(bundle), carried(bundle)
    if bad := sbom.refused(collected, inside):
        raise SystemExit(f"under the GPL alone: {', '.join(bad)}")
    papers = {
        "sbom.cdx.json": sbom.bill_of_materials(
            bundle, collected, inside, int(os.environ["SOURCE_DATE_EPOCH"])
        ),
        "NOTICES.txt": sbom.notices(collected, inside),
        "copyright": (ROOT / "LICENSE").read_text(),
    }
    for name in ("sbom.cdx.json", "NOTICES.txt"):
        (into / name).write_text(papers[name], encoding="utf-8")
        shutil.copy(into / name, bundle / name)
    if sys.platform == "linux":
        _say("Packing the Debian package")
        package = debian_package.write(
            bundle, icons.draw(ROOT / "build/icons"), papers, into, level
        )
        shutil.rmtree(into / "deb")
        print(f"{package.name}: {megabytes(package.stat().st_size)}")
    print(f"bundle: {megabytes(size(bundle))} unpacked")
    print("not audited: no database of advisories was asked; give sbom.cdx.json to your scanner")
    if sys.platform == "linux":
        for line in outdated.warnings(of_the_system(collected)):
            print(line)


def of_the_system(collected: list[Component]) -> set[str]:
    """The Debian packages whose files are in the bundle, CPython's among them."""
    names = {each.name for each in collected if (each.purl or "").startswith("pkg:deb/")}
    python = debian_owner(Path(sys.executable).resolve()) if shutil.which("dpkg-query") else None
    return names | {python} if python else names


def size(folder: Path) -> int:
    """The bytes of all files in a folder, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _say(step: str) -> None:
    print(f"{step} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
