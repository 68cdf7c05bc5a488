"""``make sabotage [ONLY=vault]``: switch off each guard of the product and see a test turn red.

Works on two copies of the tree, in each on the guards of one room: first all at once in one run of
the nearest tests, then of the room's, where each test that came by a guard runs again without it
(``switching``); what has no switch, or was not noticed so, is tried by itself. Two lines a guard:
its module and text with what stood instead, and the test that noticed. Exits with 1 when one could
go without any test noticing, or when the source no longer holds it as it is listed.

The guards of the simulation are changes of behaviour rather than of a line; ``make test`` takes
each of them away (``tests/simulation/sabotage.py``).
"""

import sys

from tests.sabotage.lists import all_guards
from tests.sabotage.trial import try_all

COPIES = 2


def main(only: str = "") -> int:
    """Try every guard, or those of modules that begin with ``only``; 1 if any could go."""
    guards = [guard for guard in all_guards() if guard.module.startswith(only)]
    held = try_all(guards, COPIES)
    sys.stdout.write(f"{held} of {len(guards)} guards are held by a test\n")
    return 0 if held == len(guards) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
