"""Which files of certificates are read, and by whom."""

import ssl
import threading
from collections import Counter
from pathlib import Path

import pytest


class CertificateReads:
    """What was read since this was made: ``files`` counts each, ``threads`` are who read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: Counter[Path] = Counter()
        self.threads: set[int] = set()
        read = ssl.SSLContext.load_verify_locations

        def load(context: ssl.SSLContext, cafile: Path) -> None:
            self.files[Path(cafile)] += 1
            self.threads.add(threading.get_ident())
            read(context, cafile)

        monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", load)
