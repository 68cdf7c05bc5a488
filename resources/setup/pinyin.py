"""Write resources/pinyin/syllables.txt anew: which characters are read with which syllable.

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

def spelled(reading):
    # What stands over a letter is its tone, save for two dots: such a u is typed as v.
    letters = unicodedata.normalize("NFD", reading).replace("u\\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


characters = {}
for point, readings in sorted(pinyin_dict.items()):
    if 0x4E00 <= point <= 0x9FFF:
        for syllable in {spelled(reading) for reading in readings.split(",")}:
            characters.setdefault(syllable, []).append(chr(point))
for syllable in sorted(characters):
    print(syllable, "".join(characters[syllable]))
"""


def main() -> None:
    python = tool(ROOT / ".setup" / "pinyin", f"{SOURCE} {HASH}")
    done = subprocess.run(
        [python, "-X", "utf8", "-c", READ], check=True, capture_output=True, encoding="utf-8"
    )
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "syllables.txt").write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
