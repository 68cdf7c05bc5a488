"""A decoder's process: content through a pipe in, what it decodes to through a pipe out.

Started by its path, in an interpreter that looks for modules nowhere but where the program's own
lie, without the program's environment; in a bundle it is a program beside the window's. It dies
with what it holds: nothing of it is waited for once the answer is written.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

if not __package__ and not getattr(sys, "frozen", False):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from workstation.decoder.answers import DecoderAnswer
from workstation.decoder.limits import READING, Limits, bound


def main(arguments: Sequence[str]) -> int:
    """Decode what comes in, as one of the kinds with its own arguments; the exit status."""
    kind, *values = arguments
    bound(READING if kind == "text" else Limits())
    answer = _decode(kind, sys.stdin.buffer.read(), *values)
    sys.stdout.buffer.write(answer.output)
    sys.stdout.buffer.flush()
    return answer.status


def _decode(kind: str, content: bytes, *values: str) -> DecoderAnswer:
    # Each kind loads what it needs, behind the bounds.
    if kind == "heic":
        from workstation.decoder import heic  # noqa: PLC0415

        return heic.decode(content, *values)
    if kind == "text":
        from workstation.decoder import text  # noqa: PLC0415

        return text.decode(content, *values)
    from workstation.decoder import voice  # noqa: PLC0415

    return voice.decode(content, *values)


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
