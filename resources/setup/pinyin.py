"""Write resources/pinyin/initials.txt anew: which characters are read with which first letter.

The readings come from pypinyin's table of single characters; the file needs its version and its
licence beside it. Needs the network.
"""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "pypinyin==0.55.0"
FOLDER = ROOT / "resources" / "pinyin"
READ = """
import unicodedata
from pypinyin.pinyin_dict import pinyin_dict

characters = {}
for point, readings in sorted(pinyin_dict.items()):
    if 0x4E00 <= point <= 0x9FFF:
        letters = {unicodedata.normalize("NFD", reading)[0] for reading in readings.split(",")}
        for letter in letters:
            characters.setdefault(letter, []).append(chr(point))
for letter in sorted(characters):
    print(letter + "".join(characters[letter]))
"""


def main() -> None:
    tools = ROOT / ".setup" / "pinyin"
    python = tools / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not tools.exists():
        venv.create(tools, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", SOURCE], check=True)
    done = subprocess.run(
        [python, "-X", "utf8", "-c", READ], check=True, capture_output=True, encoding="utf-8"
    )
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "initials.txt").write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
