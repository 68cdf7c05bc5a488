"""What kind of package installed the program that runs."""

import sys
from pathlib import Path

from workstation.domain.updates import PackageKind


def installed_kind(platform: str = sys.platform, program: str = sys.executable) -> PackageKind:
    """The kind of package that installed the program; NSIS has its uninstaller above the folder.

    From a source tree it is what would be installed there.
    """
    if platform != "win32":
        return PackageKind.DEBIAN
    uninstaller = Path(program).parent.parent / "uninstall.exe"
    return PackageKind.NSIS if uninstaller.exists() else PackageKind.MSI
