"""The program's window as it opens for a doctor who stayed signed in.

``python -m tests.servers.signed_in PROFILE``; address, token and member come as one line of JSON on
standard input. This computer's keyring is left alone: the profile holds a file in its place.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.ui.shell.pyside_loading import load_pyside

if TYPE_CHECKING:
    from workstation.base.paths import Folders
    from workstation.program.program import Program
    from workstation.settings.resolve import Resolution
    from workstation.ui.shell.window import ShellWindow


def main(folder: str) -> int:
    load_pyside()  # before all else of Qt's, as the program does
    import workstation.program.program
    from tests.bench.desk import Account, FileKeys, keyring, remember
    from workstation.program.app import run_window

    profile = Path(folder)
    account = Account(**json.loads(sys.stdin.readline()))
    remember(profile, account)
    real, keys = workstation.program.program.Program, FileKeys(keyring(profile))

    def program(
        window: "ShellWindow", folders: "Folders", resolution: "Resolution", **rest: Any
    ) -> "Program":
        domain = account.im_domain or resolution.settings.im_domain
        settings = replace(resolution.settings, im_domain=domain)
        return real(window, folders, replace(resolution, settings=settings), keys=keys, **rest)

    workstation.program.program.Program = program
    return run_window(profile=profile, demo=False)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
