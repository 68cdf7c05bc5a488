"""Which words of a form may be lost, and which are missed."""

import random
from types import SimpleNamespace

import pytest

from tests.random_use import tokens
from tests.random_use.forms import Forms
from tests.random_use.journal import Journal
from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.services.profile import ProfileDraft

WORDS = tokens.filled(7)


@pytest.fixture
def disk() -> SimpleNamespace:
    return SimpleNamespace(is_disk_refusing=False)


@pytest.fixture
def forms(tmp_path, disk) -> Forms:
    """Those of a doctor whose page is held in memory, with words the disk does not have."""
    base = Profile(MemberId(1001), "李医生")
    draft = ProfileDraft()
    draft.keep(base, Profile(MemberId(1001), "李医生", introduction=WORDS))
    parts = SimpleNamespace(profile_drafts={"1001": draft}, unsaved_words={})
    program = SimpleNamespace(current=None, main_window=None, parts=parts)
    chance = random.Random(1)  # noqa: S311
    work, journal = SimpleNamespace(program=program), Journal(tmp_path / "journal")
    return Forms(work, chance, journal, lambda _: None, disk)


def test_words_that_are_held_while_the_disk_has_room_were_never_saved(forms):
    """A page that was not saved at all was taken for one that the disk refused."""
    assert forms.risked() == set()


def test_words_that_a_full_disk_refused_may_be_lost_until_it_has_them(forms, disk):
    disk.is_disk_refusing = True
    forms.acts()
    disk.is_disk_refusing = False
    assert forms.risked() == {WORDS}
