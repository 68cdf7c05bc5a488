"""Write resources/pinyin/initials.txt anew: which characters are read with which first letter.

The readings come from pypinyin's table of single characters; the file needs its version and its
licence beside it. Needs the network.
"""

import subprocess
from pathlib import Path

from environment import tool

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "pypinyin==0.55.0"
HASH = "--hash=sha256:d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f"
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
    python = tool(ROOT / ".setup" / "pinyin", f"{SOURCE} {HASH}")
    done = subprocess.run(
        [python, "-X", "utf8", "-c", READ], check=True, capture_output=True, encoding="utf-8"
    )
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "initials.txt").write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
