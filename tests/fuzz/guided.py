"""The same readers, by coverage: atheris grows its contents towards lines that nothing reached yet.

Only by ``make fuzz GUIDED=SECONDS``: atheris (Apache-2.0) lies in a folder of its own, and no test
needs it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

MAX_BYTES = 1 << 16


def guide(kinds: list[str], seconds: int) -> int:
    """Look at each kind for so many seconds; the status of libFuzzer, 0 where nothing was found.

    libFuzzer ends the process, so each kind has one of its own.
    """
    for kind in kinds:
        command = [sys.executable, "-m", "tests.fuzz.guided", kind, str(seconds)]
        done = subprocess.run(command, check=False)  # noqa: S603 - this module
        if done.returncode:
            return done.returncode
    return 0


def main(kind: str, seconds: str) -> None:
    import atheris

    with atheris.instrument_imports(include=["workstation"]):
        from tests.fuzz.contents import CONTENTS
        from tests.fuzz.reading import read

        content = CONTENTS[kind]
        samples = content.samples()
    corpus = Path(tempfile.mkdtemp(prefix="fuzz-corpus-"))
    for number, sample in enumerate(samples):
        (corpus / str(number)).write_bytes(sample)

    def look(given: bytes) -> None:
        read(content, given)

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_BYTES}",
        "-timeout=20",
        "-verbosity=1",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={corpus}/", str(corpus)], look)
    print(f"{kind}: {seconds} s from {len(samples)} samples in {corpus}", flush=True)  # noqa: T201
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
