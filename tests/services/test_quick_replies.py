"""Quick replies live in the vault; the first set speaks the doctor's language."""

import pytest

from workstation.domain.errors import DiskFull, InputError
from workstation.domain.quick_replies import QuickReply, variables
from workstation.services.quick_replies import QuickReplies
from workstation.vault import quick_replies as table
from workstation.vault.database import Vault


@pytest.fixture
def vault():
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()


@pytest.fixture
def kept(vault):
    return QuickReplies(vault)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_first_set_is_in_the_language_asked_for(kept, language):
    await kept.load(language)
    assert len(kept.replies) > 10
    assert len({reply.section for reply in kept.replies}) > 3
    assert {meaning for reply in kept.replies for meaning in variables(reply.text)} >= {"subject"}
    chinese = any("\u4e00" <= sign <= "\u9fff" for reply in kept.replies for sign in reply.text)
    assert chinese is (language == "zh")


async def test_what_the_doctor_made_of_them_is_there_at_the_next_start(vault, kept):
    await kept.load("zh")
    for reply in kept.replies:
        await kept.remove(reply.reply_id)
    again = QuickReplies(vault)
    await again.load("en")
    assert again.replies == ()


async def test_they_are_found_by_the_letters_of_any_reading(kept):
    await kept.load("zh")
    assert [found.reply.title for found in kept.look_up("pzhl")] == ["皮疹护理"]


async def test_every_change_is_told(kept):
    await kept.load("zh")
    told = []
    kept.changed.subscribe(told.append)
    await kept.add(QuickReply("新", "文", "新组"))
    added = kept.replies[-1]
    await kept.change(QuickReply("新题", "文", "新组", added.reply_id))
    await kept.move(added.reply_id, -1)
    await kept.move_section("新组", -1)
    before = kept.replies
    await kept.remove(added.reply_id)
    await kept.restore(before)
    assert kept.replies == before
    assert len(told) == 6


async def test_one_is_put_into_another_section_and_a_section_called_otherwise(kept):
    await kept.load("zh")
    first = kept.replies[0]
    await kept.place(first.reply_id, "护理", 1)
    care = [reply.reply_id for reply in kept.replies if reply.section == "护理"]
    assert care.index(first.reply_id) == 1
    await kept.rename_section("护理", " 家庭\n护理 ")
    assert [reply.reply_id for reply in kept.replies if reply.section == "家庭 护理"] == care
    with pytest.raises(InputError):
        await kept.rename_section("家庭 护理", "长" * 21)


async def test_a_file_with_broken_lines_gives_what_is_good(kept):
    await kept.load("zh")
    file = kept.export_file() + "组,新,文\r\n坏\r\n".encode()
    taken = await kept.import_file(file)
    assert (taken.added, taken.duplicates) == (1, len(kept.replies) - 1)
    assert [(line.line, line.reason) for line in taken.bad] == [(len(kept.replies) + 2, "columns")]
    with pytest.raises(InputError):
        await kept.import_file(b"\x89PNG\0")


async def test_a_full_disk_takes_nothing_and_says_so(kept, monkeypatch):
    await kept.load("zh")
    before = kept.replies

    def full(*_):
        raise DiskFull

    monkeypatch.setattr(table, "add", full)
    with pytest.raises(DiskFull):
        await kept.add(QuickReply("新", "文"))
    assert kept.replies == before
