"""Who can be picked in the form of a new consultation, and what a doctor fills in."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from workstation.ui.new_consultation.choices import PickChoice

PEOPLE = [PickChoice(3257, "王小宝"), PickChoice(3258, "王秀英"), PickChoice(77, "李王氏")]
READINGS = {"王": ("wang",), "小": ("xiao",), "宝": ("bao",), "秀": ("xiu",), "英": ("ying",)}


def fill(sheet):
    """All that is asked for, in words."""
    sheet.target.pick(PEOPLE[0])
    sheet.team.pick(PickChoice(101, "皮肤科"))
    sheet.text.set_text("痒")


def red_squares(folder: Path, count: int) -> list[str]:
    """So many picture files."""
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    names = [str(folder / f"{number}.png") for number in range(count)]
    assert all(picture.save(name) for name in names)
    return names
