"""``python -m tests.random_use --seed 1 --steps 450``: the window under a doctor who does anything.

The demo's clinic over real HTTP and WebSocket, the network, the servers and the disk disturbed at
times, the program killed and started again. Exit status 1 where

* an answer for which Enter was pressed is not in its room once, in its draft, among the unsent, or
  thrown away by an act of the doctor (``throwing``); or is somewhere else, or twice;
* a picture that a draft has taken in is not in its room once (``numbered``), by the same rule;
* what was filled into a summary, the own page or a new consultation is neither in its form nor at
  the server, or stands at another patient or doctor (``forms``, ``form_verdict``);
* a note about a patient is not in the database once, about that patient, nor thrown away;
* a patient's message is not in the store once, or is read and never was in sight (``sight``), or
  was painted below another patient's name; an answer that the server has is not in the store once;
* a room stands here in another order than in its archive, or was told answers in another order than
  they were typed in; what the doctor said at another computer is not there once, or a patient's
  correction or withdrawal not at all (``order``);
* a file that was exported is not whole (``files``); a turn of the window's loop worked for more
  than half a second (``turns``);
* anybody's words can be read behind the lock, at the sign-in page, or in a file of the program;
* the program met an error that it has no sentence for, or its process crashed; or a thread, task,
  child, file, or the session of an earlier sign-in is left after its end (``leftovers``);
* the keyboard was for longer than a moment on what nobody sees;
* the doctor is not online again at the end, or something queued does not go out.

All of it is read from the disks after the program has ended (``vaults``, ``verdict``).

    make random-use SEED=3 OPTIONS="--language en --theme dark --text-size 200"
"""

import argparse
import sys
from pathlib import Path

from tests.random_use.day import Day, new_place
from tests.random_use.run import add_options


def main() -> int:
    """Spend a day, and tell what came of it."""
    parser = argparse.ArgumentParser(
        prog="tests.random_use",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    parser.add_argument("--keep", type=Path, help="a new folder in which the day stays")
    options = parser.parse_args()
    keeps = vars(options).pop("keep")
    with new_place(keeps) as place:
        verdict = Day(options, place, keeps=keeps is not None).run()
    print(f"seed {options.seed}: {dict(verdict.acts)}")  # noqa: T201
    print(f"  {dict(verdict.ends)}; gaps {verdict.worst}")  # noqa: T201
    for text in verdict.wrong:
        print(f"WRONG {text}")  # noqa: T201
    return bool(verdict.wrong)


if __name__ == "__main__":
    sys.exit(main())
