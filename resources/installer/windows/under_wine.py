"""Build the Windows bundle and both installers on Debian: what `make installer-windows` runs.

PyInstaller's Windows wheel collects the bundle under Wine, by a Python of its own, so that nothing
of the tests is collected; NSIS and wixl pack it here. Everything goes into dist/windows, or, with
the names of optional parts, into dist/windows-extras; IT's pages and the Group Policy templates lie
beside it in `documents`, as who installs has no checkout. Unsigned: `sign.py` signs programs and
installers with your certificate.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent), str(ROOT / "resources/setup")]

import build  # noqa: E402
import complex_functions  # noqa: E402
import debian_package  # noqa: E402
import msi  # noqa: E402
import product  # noqa: E402
from windows import machine  # noqa: E402


def main(extras: list[str]) -> int:
    suffix = "-extras" if extras else ""
    home, into = ROOT / f".setup/windows-installer{suffix}", ROOT / f"dist/windows{suffix}"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": build.epoch()}
    command = [home / "wine-python", "resources/installer/build.py", "--into", f"Z:{into}"]
    command += ["--extras", ",".join(extras)] if extras else []
    try:
        if extras:
            complex_functions.add(home)
        subprocess.run(command, check=True, cwd=ROOT, env=environment)
    finally:
        machine.end_everything(home)
    debian_package.put_documents(into / "documents")
    for package in (_nsis(into, environment), _msi(into)):
        print(f"{package.name}: {build.megabytes(package.stat().st_size)}", flush=True)
    return 0


def _nsis(into: Path, environment: dict[str, str]) -> Path:
    setup = into / f"doctor-workstation-{product.version()}.exe"
    values = {"VERSION": product.version(), "PAYLOAD": into / "workstation", "OUTPUT": setup}
    values["ICON"] = ROOT / "build/icons/workstation.ico"
    defines = [f"-D{name}={value}" for name, value in values.items()]
    script = HERE / "installer.nsi"
    subprocess.run(["makensis", "-V2", "-WX", *defines, script], check=True, env=environment)
    return setup


def _msi(into: Path) -> Path:
    package = into / f"doctor-workstation-{product.version()}.msi"
    icon = ROOT / "build/icons/workstation.ico"
    msi.compile_package(into / "workstation", product.version(), icon, package)
    return package


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
