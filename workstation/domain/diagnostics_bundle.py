"""The files that an administrator is given when something goes wrong, and the bundle of them."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import field

from workstation.domain.value import Value

_EARLIEST = int(dt.datetime(1980, 1, 1, tzinfo=dt.UTC).timestamp())


class DiagnosticsFile(Value):
    """One file of the archive."""

    name: str
    text: str = field(repr=False)

    @property
    def kind(self) -> str:
        """``readme``, ``versions``, ``settings``, ``check``, ``storage`` or ``logs``."""
        return re.split(r"[./]", self.name.lower())[0]

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return len(self.text.encode())


def pack(files: Sequence[DiagnosticsFile], at_ms: int) -> bytes:
    """The files as one zip archive, dated ``at_ms`` (milliseconds since 1970).

    A zip has no time before 1980, so that an earlier one (a reset clock) becomes 1980.
    """
    moment = dt.datetime.fromtimestamp(max(at_ms // 1000, _EARLIEST), dt.UTC)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, file.text.encode())
    return content.getvalue()
