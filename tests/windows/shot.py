"""The gallery's pages as Qt's own `windows` plugin paints them: what `make windows-shot` calls.

    shot.py [PART-OF-A-NAME]

The pictures lie in `.setup/windows-pictures` afterwards. The standard library only.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "resources/setup"))

from screen import screen  # noqa: E402
from windows import machine  # noqa: E402

MACHINE = ROOT / ".setup/windows"
PICTURES = ROOT / ".setup/windows-pictures"
LOOK = ("--theme", "light", "--language", "zh", "--text", "100")


def main(arguments: list[str]) -> int:
    command = [MACHINE / "wine-python", "-m", "tests.gallery", *LOOK]
    command += ["--out", f"Z:{PICTURES}", "--only", *(arguments or [""])]
    with screen():
        environment = {**os.environ, "WINEQT_QPA_PLATFORM": "windows"}
        status = subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode
        machine.end_everything(MACHINE)  # while there still is a screen
    if status:  # it says why
        return status
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
