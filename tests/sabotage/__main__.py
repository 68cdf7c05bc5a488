"""``make sabotage [ONLY="vault web"]``: switch off each guard of the product; a test turns red.

Works on two copies of the tree, in each on the guards of one folder: first all at once in one run
of the nearest tests, then of the folder's, then of others that import its modules, where each test
that came by guards runs again without them (``switching``); what has no switch, or stands where
none reaches, is tried by itself. Two lines a guard: its module and text with what stood instead,
and the test that noticed; at the end a line a folder. Exits with 1 when one could go without any
test noticing, or when the source no longer holds it as it is listed, and with 2 when no guard
stands in what was named.

The guards of the simulation are changes of behaviour rather than of a line; ``make test`` takes
each of them away (``tests/simulation/sabotage.py``).
"""

import argparse
import sys

from tests.sabotage.guard import Guard
from tests.sabotage.lists import all_guards
from tests.sabotage.meaningless import reason_for
from tests.sabotage.trial import try_all

COPIES = 2
USAGE_ERROR = 2


def main(*only: str) -> int:
    """Try every guard, or those of modules that begin so, in this order; 1 if any could go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("starts", nargs="*", help="how the modules begin, such as vault")
    parser.parse_args(only)
    if empty := [start for start in only if not _guards_of(start)]:
        sys.stderr.write(f"no guard stands in {', '.join(empty)}\n")
        return USAGE_ERROR
    chosen = [guard for start in only or ("",) for guard in _guards_of(start)]
    unique = dict.fromkeys(chosen)
    guards = [guard for guard in unique if reason_for(guard) is None]
    for guard in unique.keys() - set(guards):
        sys.stdout.write(f"{guard.module} {guard.text!r} means nothing: {reason_for(guard)}\n")
    folders = try_all(guards, COPIES)
    for folder in sorted(folders, key=lambda folder: folder.name):
        sys.stdout.write(f"{folder}\n")
    held = sum(folder.noticed for folder in folders)
    sys.stdout.write(f"{held} of {len(guards)} guards are held by a test\n")
    return 0 if held == len(guards) else 1


def _guards_of(start: str) -> list[Guard]:
    return [guard for guard in all_guards() if guard.module.startswith(start)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
