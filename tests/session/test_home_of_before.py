"""All that a program of 27 November left on a PC without a keyring is there today, by its code.

The file of a vault alone says little: key, second file, sealed token, pictures, settings and audit
log are what an upgrade meets, each in the form of that day.
"""

import shutil
from pathlib import Path

import pytest

from tests.fakes.secrets import MemorySecrets
from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.keys import ChainState
from workstation.domain.measurement import Scale
from workstation.domain.message import Delivery
from workstation.media.cache import MediaCache
from workstation.services.audit_check import check_audit
from workstation.services.last_sign_in import LAST_FILE, LastSignIn
from workstation.services.sign_in import account_name
from workstation.session.storage import Storage, open_storage
from workstation.settings.resolve import USER_FILE, resolve
from workstation.settings.sources import user_layer
from workstation.vault.doctor import marks, measurements, quick_replies
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.unsent import closing, drafts, files, outbox

HOME = Path(__file__).parent / "homes" / "2026-11-27"
BASE, DOCTOR = ApiBase.parse("http://127.0.0.1:18122"), MemberId(1001)
CODE = "今天 1234 abc"
FIRST, SECOND, THIRD = map(ConsultationId, (20427, 20428, 20429))
VOICE = f"{BASE}/media/voices/newborn-spit.amr"
REFERENCES = ("ruler", "bank_card", "yuan_2019", "yuan_1999", "five_jiao", "one_jiao")
UNSENT = [
    (FIRST, "97a4d303-5e67-4ae7-8d27-d686b308df4e", "旧版未发一"),
    (FIRST, "8844abd4-2ac7-43c6-a3b0-647ef62477d5", "旧版未发二"),
    (SECOND, "ed7c8e35-3a21-4c54-9cc7-469afdd06fd9", "旧版未发三"),
    (FIRST, "0fcec6c3-dce4-4dc6-ac49-dd7627727574", "旧版未发四"),
    (SECOND, "picture-292a60f3994145a7b8f32da5887d8c16", ""),
    (THIRD, "failed-b4e1dd5c7e73475e9cf5e5e24dfcda7f", "旧版发送失败的话"),
]


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    """The folders of that PC, on this one."""
    shutil.copytree(HOME, tmp_path / "home")
    return Folders.of_profile(tmp_path / "home")


@pytest.fixture
def chain(home: Folders) -> KeyChain:
    """The way to the doctor's key, locked."""
    return KeyChain(home.account(str(BASE), DOCTOR), MemorySecrets(), account_name(BASE, DOCTOR))


async def opened(home: Folders, chain: KeyChain) -> Storage:
    assert await chain.state() is ChainState.LOCKED
    await chain.unlock(CODE)
    storage = await open_storage(home.account(str(BASE), DOCTOR), chain)
    assert (storage.memory_reason, storage.salvage, storage.vault.restored) == (None, None, 0)
    return storage


async def test_every_word_of_the_doctor_s_own_is_there(home: Folders, chain: KeyChain) -> None:
    vault = (await opened(home, chain)).vault
    entries = await vault.read(outbox.entries)
    assert [(entry.consultation_id, entry.origin_id, entry.text) for entry in entries] == UNSENT
    states = [entry.state for entry in entries]
    assert states == [Delivery.QUEUED] * 5 + [Delivery.FAILED]
    assert (await vault.read(drafts.get, SECOND)).text == "旧版草稿乙"
    draft = await vault.read(drafts.get, THIRD)
    assert (draft.text, draft.caret) == ("草稿：请再拍一张", 3)
    for file_id in (*draft.files, entries[4].file_id):
        assert (await vault.read(files.data, str(file_id)) or b"").startswith(b"\xff\xd8")
    replies = await vault.read(quick_replies.read_all)
    assert [(reply.section, reply.title) for reply in replies][-1] == ("", "涂药")
    assert len(replies) == 16
    (mark,) = await vault.read(marks.read_all)
    assert (mark.consultation_id, mark.unread, bool(mark.pinned_ms)) == (FIRST, True, True)
    summary = (await vault.read(closing.get, FIRST)).draft
    assert (summary.assessment, summary.follow_up) == ("湿疹", "2026-12-10")
    for number, word in enumerate(REFERENCES):
        sheet = await vault.read(measurements.get, FIRST, f"{number:02x}" * 32)
        assert isinstance(sheet.scale, Scale)
        assert (sheet.scale.reference.word, len(sheet.shapes)) == (word, 2)
    vault.close()


async def test_what_is_not_in_the_vault_is_read_too(home: Folders, chain: KeyChain) -> None:
    assert LastSignIn(home.config / LAST_FILE).read() == (BASE, DOCTOR)
    resolution = resolve([user_layer(home.config / USER_FILE)])
    settings = resolution.settings
    assert (settings.theme, settings.language, settings.notify_sound) == ("dark", "en", True)
    assert (settings.waiting_minutes, settings.overdue_minutes) == (20, 45)
    assert resolution.problems == ()
    storage = await opened(home, chain)
    assert (await chain.read_token() or "").startswith("1001.")
    cache = MediaCache(home.account(str(BASE), DOCTOR).cache / "media", storage.media_key)
    assert (await cache.get(VOICE) or b"").startswith(b"#!AMR")
    storage.vault.close()
    report = await check_audit(home.data, MemorySecrets())
    assert report.findings == ()
    assert len(report.lines) > 1
