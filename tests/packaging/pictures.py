"""Takes the pictures of the pages for doctors, `docs/doctor.*.md`: the demo, in both languages.

    .venv/bin/python -m tests.packaging.pictures

In a session with an open keyring, or a strip above the pages says that nothing is saved:

    dbus-run-session -- sh -c 'printf x | gnome-keyring-daemon --unlock >/dev/null
      exec .venv/bin/python -m tests.packaging.pictures'

Nothing waits for a time: a picture is taken when the screen has stood still for a while.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from tests.house.source import ROOT
from tests.packaging.screen import HEIGHT, WIDTH, Screen, screen

KEPT = ROOT / "docs/images"
SHOWN, COLOURS = (1080, 675), 256
STILL_SECONDS, SECONDS = 3, 40
BELOW_THE_MESSAGES = ["mousemove", "780", "620", "click", "1"]
# Each picture's name, and what is pressed before it is taken.
STEPS: dict[str, list[list[str]]] = {
    "queue": [["key", "ctrl+j"], ["key", "ctrl+j"]],
    "viewer": [BELOW_THE_MESSAGES, ["key", "Home", "space"]],
    "palette": [["key", "Escape"], ["key", "ctrl+k"], ["type", "发烧"]],
    "history": [["key", "Escape"], ["key", "ctrl+2"]],
    "profile": [["key", "ctrl+3"]],
    "settings": [["key", "ctrl+comma"]],
}


def main() -> None:
    for language in ("zh", "en"):
        with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as display:
            sit(language, Path(folder) / "profile", display)


def sit(language: str, profile: Path, display: Screen) -> None:
    """One sitting of a doctor, from the start to the settings page."""
    (profile / "config").mkdir(parents=True)
    (profile / "config/settings.json").write_text(json.dumps({"ui.language": language}))
    here = {**os.environ, "DISPLAY": display.display, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-m", "workstation", "--demo", "--profile", str(profile)]
    with subprocess.Popen(command, cwd=ROOT, env=here, stderr=subprocess.DEVNULL) as program:
        stands_still(display, colours=100)
        # Nobody arranges windows here: it takes the whole screen as a doctor's does.
        place = ["windowmove", "0", "0", "windowsize", str(WIDTH), str(HEIGHT)]
        hand(here, "search", "--onlyvisible", "--class", "workstation", *place)
        stands_still(display)
        for name, presses in STEPS.items():
            for press in presses:
                hand(here, "search", "--onlyvisible", "--class", "workstation", "windowfocus")
                hand(here, *press)
                stands_still(display)
            keep(display, KEPT / f"{name}-{language}.png")
        program.terminate()


def hand(here: dict[str, str], *command: str) -> None:
    """Have ``xdotool`` press or click; raises ``CalledProcessError`` where it cannot."""
    subprocess.run(["xdotool", *command], check=True, env=here, stdout=subprocess.DEVNULL)


def stands_still(display: Screen, colours: int = 2) -> None:
    """Wait until nothing changes any more, or as long as a caret that never rests is worth."""
    before, since, began = b"", time.monotonic(), time.monotonic()
    while time.monotonic() - since < STILL_SECONDS and time.monotonic() - began < SECONDS:
        now = display.pixels()
        if now != before or display.colours() < colours:
            before, since = now, time.monotonic()
        time.sleep(0.2)


def keep(display: Screen, path: Path) -> None:
    """Smaller, and in few colours: a page has several of them."""
    whole = Image.frombytes("RGB", (WIDTH, HEIGHT), display.pixels(), "raw", "BGRX")
    small = whole.resize(SHOWN, Image.Resampling.LANCZOS)
    # Refined colours: the first choice alone takes the faint tints of the window for grey.
    small.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
