"""Log lines that somebody else could cause without end, written ever more rarely."""

import logging


class RareLines:
    """Writes ``words`` with the count so far, at the 1st, 10th, 100th time and so on."""

    def __init__(self, log: logging.Logger, words: str) -> None:
        self._log, self._words = log, words
        self._count = 0

    def count(self) -> None:
        """Count one more, and write the line if it is due."""
        self._count += 1
        if str(self._count).strip("0") == "1":
            self._log.info(self._words, self._count)
