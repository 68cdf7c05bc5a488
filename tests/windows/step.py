"""The installing step by the sources, for a Windows that cannot tell whose a folder is.

    python.exe step.py INSTALLED-VERSION nsis|msi [--strictly]

Wine's icacls does nothing, and every file there is its one user's, whose number is no
administrator's: the program rightly installs nothing out of such a folder. Here that user counts as
one, unless `--strictly`. All else is the step's own: the policy in the registry, finding what was
staged, verifying it, taking it over, starting the installer.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from workstation.domain.updates import PackageKind, ProgramVersion
from workstation.services.updates import ThisComputer
from workstation.settings import windows_security
from workstation.support.install_staged import run_install_staged

USER_OF_WINE = "S-1-5-21-0-0-0-1000"


def main(version: str, kind: str, *strictly: str) -> int:
    if not strictly:
        windows_security.TRUSTED |= {USER_OF_WINE}
    installed = ThisComputer(ProgramVersion.parse(version), PackageKind[kind.upper()])
    ThisComputer.of_this_process = lambda: installed
    return run_install_staged(None)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
