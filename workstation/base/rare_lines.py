"""Log lines that somebody else could cause without end."""

import logging


class RareLines:
    """Writes ``words``, with how often that was by now, the first, tenth and hundredth time.

    Whoever does a thing all the time then fills no log, and it still says how often.
    """

    def __init__(self, log: logging.Logger, words: str) -> None:
        self._log, self._words = log, words
        self._count = 0

    def count(self) -> None:
        """It came once more."""
        self._count += 1
        if str(self._count).strip("0") == "1":
            self._log.info(self._words, self._count)
