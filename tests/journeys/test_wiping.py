"""A whole day, wiped: no word of it in any file that the program ever wrote.

The whole home folder is looked through, so that it does not matter who wrote: this program, Qt, a
library or the desktop. The canaries are looked for as UTF-8, as UTF-16 of both orders and in
base64 at each of its three offsets.
"""

import asyncio
import base64
import logging
import os
from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication

from tests.journeys.conftest import until, words_in
from tests.journeys.keys import chain_of
from tests.journeys.pages import wipe
from tests.ui.composer.fakes import carrying, painted
from workstation.domain.message import MessageKind
from workstation.domain.quick_replies import QuickReply
from workstation.session import storage
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.removal import erasure

CANARY = "金丝雀-Canary-73c1"
MANGO = 20418


def forms(text: str) -> set[bytes]:
    """How a text may lie in a file."""
    raw = [text.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]
    return {*raw, *(_core(before + one) for one in raw for before in (b"", b"a", b"ab"))}


def _core(content: bytes) -> bytes:
    """Base64 less the characters that depend on the neighbours."""
    return base64.b64encode(content)[4:-4]


def holders(folder: Path, *texts: str) -> dict[str, str]:
    """Files below a folder, by name or content, with the text that one of them has.

    The first text is looked for in every form, the others as they are written in files.
    """
    sought = dict.fromkeys(forms(texts[0]), texts[0]) | {text.encode(): text for text in texts}
    by_path = {}
    for path in folder.rglob("*"):
        content = os.fsencode(path.name) + (path.read_bytes() if path.is_file() else b"")
        by_path.update({str(path): text for form, text in sought.items() if form in content})
    return by_path


@pytest.mark.parametrize("form", sorted(forms(CANARY)))
def test_each_form_of_a_canary_is_found(tmp_path, form):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"..." + form + b"...")
    assert holders(tmp_path, CANARY)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Where everything lies that anybody of this process keeps."""
    folder = tmp_path / "home"
    # The fonts' cache stays where it is: made anew it takes longer than the day.
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(folder / name.lower()))
        (folder / name.lower()).mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


async def live_through_a_day(work) -> None:
    """Pictures, a voice, a draft, a quick reply and the audit log.

    What the diagnostics tell is looked through by ``tests/support/test_canaries.py``.
    """
    await work.online()
    await work.open_consultation(MANGO)
    await until(work.messages, "the conversation is read")
    await work.say(CANARY)
    work.write(f"draft {CANARY}")
    work.active.composer.editor.insertFromMimeData(carrying(painted("#205060", 60)))
    await until(lambda: len(work.active.composer.tray.urls) == 1)
    voice = next(each for each in work.messages() if each.kind is MessageKind.VOICE)
    await work.session.media.library.recording(voice.attachment.url)
    replies = work.session.messaging.quick_replies
    await replies.add(QuickReply(CANARY, f"reply {CANARY}"))
    logging.getLogger("workstation.trial").warning("about %s", CANARY)
    await work.session.account.audit.check()
    QGuiApplication.clipboard().setText(CANARY)


async def test_after_a_wipe_no_word_of_the_day_is_in_any_file(
    workplace, home, tmp_path, monkeypatch, expect_log
):
    expect_log.append("about")
    # Qt's offscreen clipboard does not say whose it is; those of desktops do.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    async with workplace.open() as work:
        await live_through_a_day(work)
        base = work.session.access.base
        own = workplace.folders.account(str(base), 1001)
        key = await storage.read_key(chain_of(workplace, base))
        await until(lambda: CANARY in "".join(words_in(own.data / VAULT_FILE, key)))
        words = {word for word in words_in(own.data / VAULT_FILE, key) if len(word) > 7}
        secrets = set(workplace.keys.secrets.values())
        assert any((own.cache / "media").iterdir())
        await wipe(work)
        assert QGuiApplication.clipboard().text() == ""
        assert not own.data.exists()
        assert not own.cache.exists()
    assert holders(tmp_path / "clinic", CANARY), "the platform has it"
    sought = {work.clinic.token, *secrets} | {word for word in words if not word.isascii()}
    assert len(sought) > 20
    assert not holders(workplace.folders.data.parent, CANARY, *sought)
    assert not holders(home, CANARY, *sought)
    assert "audit" in [name.split()[0] for name in workplace.keys.secrets]
    assert not [name for name in workplace.keys.secrets if "1001" in name]


async def test_a_wipe_that_was_killed_is_ended_by_the_next_start(workplace):
    async with workplace.open() as work:
        base = work.session.access.base
    own = workplace.folders.account(str(base), 1001)
    await asyncio.to_thread(erasure.begin, own, f"{base} 1001")  # and there the program was killed
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.window.findChildren(object))
        await until(lambda: not list(workplace.folders.accounts_data.iterdir()), "gone")
        assert not [name for name in workplace.keys.secrets if "1001" in name]
        await work.sign_in()
        assert work.session.storage.salvage is None
        assert work.session.storage.memory_reason is None
        report = await work.session.account.audit.check()
        wiped = [line for line in report.lines if line.event == "wiped"]
        assert [(line.member_id, line.detail) for line in wiped] == [(1001, "resumed")]
