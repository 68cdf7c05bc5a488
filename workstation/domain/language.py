"""The languages that the program speaks: the one list of them.

A further language is a line here and its words: a folder ``resources/translations/<code>`` and the
quick replies to begin with, ``resources/quick_replies/<code>.csv``. What offers a choice, reads
the words, or writes files for administrators goes by this list.
"""

import enum
from typing import Self


class Language(enum.Enum):
    """A language by its code, the default first.

    ``autonym`` is its own name for itself, which no translation changes; ``tag`` is the language
    with its country (BCP 47), as Windows names folders of policy texts.
    """

    _value_: str
    autonym: str
    tag: str

    ZH = "zh", "简体中文", "zh-CN"
    EN = "en", "English", "en-US"

    # The defaults are for ``Language("zh")``, which finds a member and never makes one.
    def __new__(cls, code: str, autonym: str = "", tag: str = "") -> Self:
        """One line of the list."""
        language = object.__new__(cls)
        language._value_ = code
        language.autonym, language.tag = autonym, tag
        return language

    @property
    def locale(self) -> str:
        """The tag as Qt names its own translations, such as ``zh_CN``."""
        return self.tag.replace("-", "_")
