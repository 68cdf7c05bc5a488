"""Patients found by the letters that their names are read with, while one types."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

from tests.gallery import sample
from workstation.domain.people import Member
from workstation.domain.pinyin import read_table
from workstation.ui.consultation_row.spelled_names import SpelledNames

READINGS = read_table("wang 王\nxiao 小\nbao 宝\nli 李\nna 娜")


class Loading:
    """Where the readings come from, and the scope in which they are loaded."""

    def __init__(self) -> None:
        self.messaging = SimpleNamespace(quick_replies=self)
        self.works = []

    async def load_readings(self):
        return READINGS

    def spawn(self, work, **_how) -> None:
        self.works.append(work)


def patient(name):
    """A consultation about somebody of that name."""
    consultation = sample.worklist(draft="", typing=False).row(20420).consultation
    return replace(consultation, target=Member(4, name))


def test_other_letters_find_other_patients():
    loading, ready = Loading(), []
    names = SpelledNames(loading, loading, lambda: ready.append(True))
    assert not names.spells("wxb", patient("王小宝"))
    asyncio.run(loading.works.pop())
    assert ready == [True]
    assert names.spells("wxb", patient("王小宝"))
    assert not names.spells("wxb", patient("李娜"))
    assert not names.spells("ln", patient("王小宝"))
    assert names.spells("ln", patient("李娜"))
    assert loading.works == []
