"""A PDF's text as it is copied and searched: in the characters that people write.

A PDF names the character of each glyph. Qt takes the first one that a font draws with that glyph,
which for much of Chinese is a radical: a search for 小 would not find what is stored as ⼩.

Qt looks for it in the first plane of Unicode only: rarer characters, as in some names, and emoji
are drawn and printed, but whoever copies them gets none or another. Its writer can neither be told
which character a glyph is nor mark a stretch with its text.
"""

import re
import unicodedata

KANGXI = range(0x2F00, 0x2FD6)
_DRAWN = "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"  # noqa: E501
_WRITTEN = "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"  # noqa: E501
_OTHERS = {"㬵": "胶", "ʼ": "’", "ˮ": "”", "∕": "／", "〜": "～", "‵": "｀"}
WRITTEN_FORMS = (
    dict(zip(_DRAWN, _WRITTEN, strict=True))
    | {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in KANGXI}
    | _OTHERS
)
"""What is meant by a character that nobody writes, in Unicode's own equivalences."""

_CODES = {
    f"<{ord(drawn):04X}>".encode(): f"<{ord(written):04X}>".encode()
    for drawn, written in WRITTEN_FORMS.items()
}
_NAME = b"/CMapName /Adobe-Identity-UCS def"
_MAP = re.compile(re.escape(_NAME) + rb".*?endcmap", re.DOTALL)
_LIST = re.compile(rb"\[[^\]]*\]")
_CODE = re.compile(rb"<[0-9A-F]{4}>")


def make_selectable(content: bytes) -> bytes:
    """A copy of the PDF, as long, whose glyphs name the characters that people write."""
    pages, name, fonts = content.partition(_NAME)
    return pages + _MAP.sub(lambda mapping: _LIST.sub(_written_codes, mapping[0]), name + fonts)


def _written_codes(listed: re.Match[bytes]) -> bytes:
    return _CODE.sub(lambda code: _CODES.get(code[0], code[0]), listed[0])
