"""What an administrator and a doctor do with the real Windows installers, each in a fresh Windows.

    .setup/installer/bin/python -m tests.windows.installers [--only nsis|msi]

After `make installer-windows`: `make check-installer-windows` runs it. An older version is
installed silently and checked; a doctor signs in at its window, is answered, and writes what cannot
be sent as the platform is away; the new version goes over it, sends that, and goes back again;
removed, it leaves the doctor's data or wipes it, as asked. What was done, with its seconds, is
shown and kept in dist/windows/transcript.txt. The standard library and the build's own packages.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "resources/installer"
sys.path[:0] = [str(ROOT), str(INSTALLER), str(INSTALLER / "windows")]

import msi  # noqa: E402
import product  # noqa: E402

from tests.packaging.screen import screen  # noqa: E402
from tests.packaging.transcript import Transcript  # noqa: E402
from tests.packaging.wine import Wine  # noqa: E402
from tests.windows.doctor import Doctor, Platform, require  # noqa: E402
from tests.windows.older import write_older  # noqa: E402

BUILT = ROOT / "dist/windows"
ICU = ROOT / ".setup/windows-installer/prefix/drive_c/windows/system32/icuuc.dll"
OLDER = "0.0.9"
LIMITED = 1
KEY = r"Software\DoctorWorkstation"
POLICY = r"Software\Policies\DoctorWorkstation"
CREDENTIALS = r"HKCU\Software\Wine\Credential Manager"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\DoctorWorkstation"


class Nsis:
    """The NSIS installers of two versions."""

    name, programs = "nsis", r"C:\Program Files\Doctor Workstation\app"

    def __init__(self, older: Path, folder: Path) -> None:
        self.new = BUILT / f"doctor-workstation-{product.version()}.exe"
        self.older = folder / f"doctor-workstation-{OLDER}.exe"
        values = {"VERSION": OLDER, "PAYLOAD": older, "OUTPUT": self.older}
        defines = [f"-D{name}={value}" for name, value in values.items()]
        quick = ["-XSetCompressor /FINAL zlib", "-XSetCompress off"]
        script = INSTALLER / "windows/installer.nsi"
        subprocess.run(["makensis", "-V1", *quick, *defines, script], check=True)

    def install(self, wine: Wine, package: Path) -> int:
        return wine.run_installer(package, "/S")

    def go_back(self, wine: Wine) -> int:
        """Install the older version, which is refused unless asked for; the exit status of that."""
        require(self.install(wine, self.older) != 0, "an older version was taken unasked")
        return wine.run_installer(self.older, "/S", "/DOWNGRADE=1")

    def remove(self, wine: Wine, *, wipe: bool) -> int:
        program = r"C:\Program Files\Doctor Workstation\uninstall.exe"
        return wine.run(program, "/S", *(["/WIPE=1"] if wipe else []))


class Msi:
    """The Windows Installer packages of two versions."""

    name, programs = "msi", r"C:\Program Files\Doctor Workstation"

    def __init__(self, older: Path, folder: Path) -> None:
        self.new = BUILT / f"doctor-workstation-{product.version()}.msi"
        self.older = folder / f"doctor-workstation-{OLDER}.msi"
        self._installed = self.older
        msi.compile_package(older, OLDER, ROOT / "build/icons/workstation.ico", self.older)

    def install(self, wine: Wine, package: Path) -> int:
        self._installed = package
        return self._run(wine, "/i", package)

    def go_back(self, wine: Wine) -> int:
        """Windows Installer knows no way back but removing and installing."""
        require(self._run(wine, "/i", self.older) != 0, "an older version was taken unasked")
        return self.remove(wine, wipe=False) or self.install(wine, self.older)

    def remove(self, wine: Wine, *, wipe: bool) -> int:
        return self._run(wine, "/x", self._installed, *(["WIPE=1"] if wipe else []))

    def _run(self, wine: Wine, verb: str, package: Path, *properties: str) -> int:
        return wine.run("msiexec", verb, f"Z:{package}".replace("/", "\\"), "/qn", *properties)


class Trial:
    """One kind of installer, from its first installation to the last trace of it."""

    def __init__(self, packages: Nsis | Msi, folder: Path, transcript: Transcript) -> None:
        self._packages, self._folder, self._transcript = packages, folder, transcript
        self._wine = self._fresh("first")
        self._platform = Platform(folder / "platform")

    def run(self) -> None:
        packages, wine = self._packages, self._wine
        try:
            with self._step(f"install {OLDER} silently"):
                require(packages.install(wine, packages.older) == 0, "not installed")
                self._require_version(OLDER)
            self._roll_out()
            self._check()
            self._writes_and_leaves("sign in, write, write while the platform is away", "first")
            with self._step(f"upgrade to {product.version()} silently"):
                require(packages.install(wine, packages.new) == 0, "not upgraded")
                self._require_version(product.version())
            self._finds("first", "open: what was unsent is sent")
            self._writes_and_leaves("write while the platform is away", "second")
            with self._step(f"go back to {OLDER}"):
                require(packages.go_back(wine) == 0, "did not go back")
                self._require_version(OLDER)
            self._finds("second", "open: what was unsent is sent")
            self._remove()
        finally:
            self._platform.go()
            wine.end_everything()

    def _fresh(self, name: str) -> Wine:
        wine = Wine(self._folder / name)
        shutil.copy(ICU, wine.drive / "windows/system32")
        return wine

    def _step(self, title: str) -> "contextmanager[None]":
        return self._transcript.step(f"{self._packages.name}: {title}")

    def _program(self, name: str) -> str:
        return rf"{self._packages.programs}\{name}.exe"

    def _require_version(self, version: str) -> None:
        command = ("wine", self._program("workstation-console"), "--version")
        output = self._wine.call(*command).stdout
        require(output.strip().endswith(version), f"{output!r} instead of {version}")

    def _roll_out(self) -> None:
        """As Group Policy does; a file that was put there from outside would be nobody's policy."""
        value = ("/v", "api.base", "/d", self._platform.address, "/f", "/reg:64")
        require(self._wine.run("reg", "add", f"HKLM\\{POLICY}", *value) == 0, "no policy")

    def _check(self) -> None:
        with self._step("--demo --check --json"):
            words = ("--demo", "--check", "--json")
            done = self._wine.call("wine", self._program("workstation-console"), *words)
            require(done.returncode <= LIMITED, done.stdout)
            layers = json.loads(done.stdout)["layers"]
        for layer in layers:
            self._transcript.say(f"{layer['layer']}: {layer['verdict']}")

    def _writes_and_leaves(self, title: str, words: str) -> None:
        """One sitting: a message that arrives, and one that cannot be sent."""
        platform = self._platform
        with self._step(title), self._seat() as doctor:
            doctor.signs_in(platform.token)
            doctor.opens_the_next_patient()
            doctor.writes(f"{words} answer")
            doctor.presses("Return")
            doctor.waits_for(lambda: platform.has(f"{words} answer"), "it arrives")
            platform.go()
            doctor.writes(f"{words} unsent")
            doctor.presses("Return")
            doctor.leaves()
        platform.come()
        require(not platform.has(f"{words} unsent"), "it was to be unsent")

    def _finds(self, words: str, title: str) -> None:
        platform = self._platform
        with self._step(title), self._seat() as doctor:
            doctor.signs_in(platform.token)
            doctor.waits_for(lambda: platform.has(f"{words} unsent"), "it is sent")
            doctor.leaves()

    def _remove(self) -> None:
        packages, wine = self._packages, self._wine
        data = next((wine.drive / "users").glob("*/AppData/Local/DoctorWorkstation"))
        with self._step("remove, data kept"):
            require(packages.remove(wine, wipe=False) == 0, "not removed")
            self._require_nothing_left()
            require(any(data.rglob("*.db")), "the data is gone")
            require(self._has_credentials(), "the credentials are gone")
        with self._step(f"install {product.version()} again"):
            require(packages.install(wine, packages.new) == 0, "not installed")
        with self._step("remove and wipe"):
            require(packages.remove(wine, wipe=True) == 0, "not removed")
            self._require_nothing_left()
            require(not data.exists(), "data is left")
            require(not self._has_credentials(), "credentials are left")

    def _has_credentials(self) -> bool:
        """Whether Wine's Credential Manager, which is a part of its registry, has any of ours."""
        return "Doctor Workstation: " in self._wine.call("wine", "reg", "query", CREDENTIALS).stdout

    def _require_nothing_left(self) -> None:
        drive = self._wine.drive
        menu = drive / "ProgramData/Microsoft/Windows/Start Menu/Programs"
        for path in (drive / "Program Files/Doctor Workstation", *menu.glob("Doctor*")):
            require(not path.exists(), f"left: {path}")
        for key in (KEY, UNINSTALL):
            require(self._wine.registry(key, "Version") is None, f"left: {key}")

    @contextmanager
    def _seat(self) -> Iterator[Doctor]:
        with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as display:
            doctor = Doctor(self._wine, display, self._program("workstation"))
            try:
                yield doctor
            except BaseException:
                self._keep_picture(Path(folder))
                raise
            finally:
                self._wine.end_everything()

    def _keep_picture(self, folder: Path) -> None:
        """What the doctor saw last."""
        shutil.copy(folder / "Xvfb_screen0", BUILT / f"{self._packages.name}-failed.xwd")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("nsis", "msi"))
    options = parser.parse_args(arguments)
    if not (BUILT / "NOTICES.txt").exists():
        print("no bundle of Windows here: make installer-windows builds one", file=sys.stderr)
        return 1
    transcript = Transcript()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with transcript.step(f"write {OLDER} from the bundle"):
            bundle = BUILT / "workstation"
            older = write_older(bundle, product.version(), OLDER, folder / "older")
        try:
            for kind in (Nsis, Msi):
                if options.only in {None, kind.name}:
                    with transcript.step(f"{kind.name}: pack {OLDER}, uncompressed"):
                        packages = kind(older, folder)
                    Trial(packages, folder / kind.name, transcript).run()
        finally:
            transcript.write(BUILT / "transcript.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
