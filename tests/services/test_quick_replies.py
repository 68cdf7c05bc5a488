"""Quick replies live in the vault; the first set speaks the doctor's language."""

import pytest

from workstation.domain.errors import DiskFull, InputError
from workstation.domain.language import Language
from workstation.domain.quick_replies import QuickReply
from workstation.services.quick_replies import QuickReplies
from workstation.vault.doctor import quick_replies as table


@pytest.fixture
def replies(vault):
    return QuickReplies(vault)


@pytest.mark.parametrize("language", [each.value for each in Language])
async def test_the_first_set_is_in_the_language_asked_for(replies, language):
    await replies.load(language)
    assert len(replies.replies) > 10
    assert len({reply.section for reply in replies.replies}) > 3
    names = {"zh": "{就诊人}", "en": "{patient}"}
    assert any(names[language] in reply.text for reply in replies.replies)
    chinese = any("\u4e00" <= sign <= "\u9fff" for reply in replies.replies for sign in reply.text)
    assert chinese is (language == "zh")


async def test_what_the_doctor_made_of_them_is_there_at_the_next_start(vault, replies):
    await replies.load("zh")
    for reply in replies.replies:
        await replies.remove(reply.reply_id)
    again = QuickReplies(vault)
    await again.load("en")
    assert again.replies == ()


async def test_they_are_found_by_the_letters_of_any_reading(replies):
    await replies.load("zh")
    assert [match.reply.title for match in replies.look_up("pzhl")] == ["皮疹护理"]


async def test_every_change_is_told(replies):
    await replies.load("zh")
    published = []
    replies.changed.subscribe(published.append)
    await replies.add(QuickReply("新", "文", "新组"))
    added = replies.replies[-1]
    await replies.change(QuickReply("新题", "文", "新组", added.reply_id))
    await replies.move(added.reply_id, -1)
    await replies.move_section("新组", -1)
    before = replies.replies
    await replies.remove(added.reply_id)
    await replies.restore(before)
    assert replies.replies == before
    assert len(published) == 6


async def test_one_is_put_into_another_section_and_a_section_called_otherwise(replies):
    await replies.load("zh")
    first = replies.replies[0]
    await replies.place(first.reply_id, "护理", 1)
    care = [reply.reply_id for reply in replies.replies if reply.section == "护理"]
    assert care.index(first.reply_id) == 1
    await replies.rename_section("护理", " 家庭\n护理 ")
    assert [reply.reply_id for reply in replies.replies if reply.section == "家庭 护理"] == care
    with pytest.raises(InputError):
        await replies.rename_section("家庭 护理", "长" * 21)


async def test_a_file_with_broken_lines_gives_what_is_good(replies):
    await replies.load("zh")
    file = replies.export_file() + "组,新,文\r\n坏\r\n".encode()
    taken = await replies.import_file(file)
    assert (taken.added, taken.duplicates) == (1, len(replies.replies) - 1)
    assert [(line.line, line.reason) for line in taken.bad] == [
        (len(replies.replies) + 2, "columns")
    ]
    with pytest.raises(InputError):
        await replies.import_file(b"\x89PNG\0")


async def test_a_full_disk_takes_nothing_and_says_so(replies, monkeypatch):
    await replies.load("zh")
    before = replies.replies

    def full(*_):
        raise DiskFull

    monkeypatch.setattr(table, "add", full)
    with pytest.raises(DiskFull):
        await replies.add(QuickReply("新", "文"))
    assert replies.replies == before
