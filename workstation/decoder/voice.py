"""One recording into its outline: JSON with ``length_ms`` and ``peaks``.

The decoder's event loop is the process's own; when it has ended, the process does.
"""

import json

from workstation.decoder.answers import DecoderAnswer
from workstation.decoder.limits import allow_no_protocol
from workstation.decoder.no_network import refuse_connections


def decode(content: bytes, bars: str) -> DecoderAnswer:
    """Decode a recording: ``bars`` peaks from 0 to 1 and its length; none and 0 for no sound."""
    refuse_connections()
    allow_no_protocol()
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - behind the bounds

    from workstation.decoder.waveform import WaveformReader  # noqa: PLC0415 - loads QtMultimedia

    application = QCoreApplication([])
    outlines: list[tuple[tuple[float, ...], int]] = []

    def take(peaks: tuple[float, ...], length_ms: int) -> None:
        outlines.append((peaks, length_ms))
        application.quit()

    reader = WaveformReader(content, int(bars), take)
    if not outlines:
        application.exec()
    del reader
    peaks, length_ms = outlines[0]
    return DecoderAnswer(0, json.dumps({"length_ms": length_ms, "peaks": peaks}).encode())
