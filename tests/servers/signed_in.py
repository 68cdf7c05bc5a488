"""The program's window as it opens for a doctor who stayed signed in.

``python -m tests.servers.signed_in PROFILE``; address, token and member come as one line of JSON on
standard input. This computer's keyring is left alone: the profile holds a file in its place.
"""

import functools
import json
import sys
from pathlib import Path

import workstation.program
from tests.bench.desk import Account, FileKeys, keyring, remember
from workstation.app import run_window


def main(folder: str) -> int:
    profile = Path(folder)
    remember(profile, Account(**json.loads(sys.stdin.readline())))
    keys = FileKeys(keyring(profile))
    workstation.program.Program = functools.partial(workstation.program.Program, keys=keys)
    return run_window(profile=profile, demo=False)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
