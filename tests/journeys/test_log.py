"""What the log tells of a doctor's day, and what it never tells."""

import json

from tests.journeys.conftest import until, words_in
from tests.journeys.keys import chain_of
from workstation.base import log
from workstation.domain.connection import Phase
from workstation.session import storage
from workstation.settings.resolve import USER_FILE
from workstation.vault.engine.opening import VAULT_FILE

CANARY = "金丝雀-Canary-73c1"
MANGO = 20418
LINES = (
    "workstation.support.session_log: started: version ",
    "workstation.support.session_log: setting ui.theme by user",
    "workstation.support.session_log: refused, unknown_key: <text of ",
    "workstation.services.sign_in: signed in; to be remembered: True",
    "workstation.session.link_factory: the IM domain offers SCRAM-SHA-",
    "workstation.link.link: online at 127.0.0.1:",
    "workstation.link.link: offline, 127.0.0.1:",
    "workstation.program.program: signed out",
    "workstation.support.session_log: ended",
)


async def test_the_log_tells_a_session_and_nobody_s_words(workplace, expect_log):
    expect_log.append("refused, unknown_key")
    config = workplace.folders.config
    config.mkdir(parents=True)
    chosen = {CANARY: CANARY, "ui.theme": "dark"}
    (config / USER_FILE).write_text(json.dumps(chosen), encoding="utf-8")
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(work.messages, "the conversation is read")
        await work.say(CANARY)
        workplace.clinic.dial("im-cut=before@in * *#1")
        work.write(f"{CANARY} again")
        work.press_enter()
        await until(lambda: work.session.store.connection.phase is not Phase.ONLINE, "cut")
        await work.online()
        work.write(f"draft {CANARY}")
        account = work.session.storage, work.session.access.base
        secrets = {workplace.clinic.token, *workplace.keys.secrets.values()}
        key = await storage.read_key(chain_of(workplace, account[1]))
        work.main_window.sign_out.keep_chosen.emit()
        await until(lambda: work.program.main_window is None, "signed out")
    files = workplace.folders.logs.glob(f"{log.FILE}*")
    written = "".join(file.read_text(encoding="utf-8") for file in files)
    for line in LINES:
        assert line in written, line
    assert CANARY not in written
    folders = workplace.folders.account(str(account[1]), 1001)
    words = words_in(folders.data / VAULT_FILE, key)
    assert len(words) > 50
    for word in secrets | words - {"127.0.0.1"}:
        assert word not in written, word[:4]
    assert str(workplace.folders.data.parent) not in written
