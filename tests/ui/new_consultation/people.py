"""Who can be picked in the form of a new consultation, and how their names are read."""

from workstation.ui.new_consultation.choices import PickChoice

PEOPLE = [PickChoice(3257, "王小宝"), PickChoice(3258, "王秀英"), PickChoice(77, "李王氏")]
READINGS = {"王": ("wang",), "小": ("xiao",), "宝": ("bao",), "秀": ("xiu",), "英": ("ying",)}
