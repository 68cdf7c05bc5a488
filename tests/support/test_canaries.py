"""Secrets and patients everywhere, and none of them in what an administrator is given."""

import json
import logging
from contextlib import AsyncExitStack

import pytest

from tests.journeys.conftest import Workplace, until, words_in, workplace  # noqa: F401
from tests.journeys.conftest import clinic as clinic  # noqa: PLC0414
from tests.journeys.conftest import clinic_program as clinic_program  # noqa: PLC0414
from tests.journeys.conftest import drawn_pictures as drawn_pictures  # noqa: PLC0414
from tests.journeys.keys import chain_of, profile_of
from workstation.session import storage
from workstation.settings.resolve import USER_FILE, load
from workstation.support.diagnostics_bundle import gather
from workstation.support.self_test import remembered_target
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys.key_chains import KeyChains

CANARY = "金丝雀-Canary-73c1"
MANGO = 20418


@pytest.fixture
def planted(workplace: Workplace) -> Workplace:  # noqa: F811
    """A computer whose every source holds the canary before the doctor comes."""
    config = workplace.folders.config
    config.mkdir(parents=True)
    written = {CANARY: CANARY, "ui.theme": CANARY, "network.proxy": f"http://{CANARY}@h:1"}
    (config / USER_FILE).write_text(json.dumps(written), encoding="utf-8")
    (workplace.folders.cache / CANARY).mkdir(parents=True)
    (workplace.folders.cache / CANARY / CANARY).write_text(CANARY, encoding="utf-8")
    return workplace


async def test_nothing_of_a_days_work_is_in_the_diagnostics(planted, expect_log):
    expect_log.append("refused, ")
    async with planted.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(work.messages, "the conversation is read")
        await work.say(CANARY)
        work.write(f"draft {CANARY}")
        logging.getLogger("workstation.trial").info("about %s", CANARY)
        secrets = {planted.clinic.token, *planted.keys.secrets.values()}
    resolution = load(planted.folders)
    async with AsyncExitStack() as stack:
        target = await remembered_target(
            stack, resolution, planted.folders, KeyChains(planted.keys, profile=profile_of(planted))
        )
        assert target.access is not None
        papers = await gather(
            resolution,
            planted.folders,
            KeyChains(planted.keys, profile=profile_of(planted)),
            target,
        )
        account = planted.folders.account(str(target.base), target.member_id)
    chain = chain_of(planted, target.base, target.member_id)
    key = await storage.read_key(chain)
    words = words_in(account.data / VAULT_FILE, key)
    assert CANARY in words
    assert len(words) > 50
    everything = "".join(paper.name + paper.text for paper in papers)
    assert CANARY not in everything
    assert str(planted.folders.data.parent) not in everything
    for secret in secrets | words:
        assert secret not in everything, secret[:4]
    rows = json.loads(next(p.text for p in papers if p.name == "storage.json"))["open"]["rows"]
    assert rows["message"] > 0
    assert {paper.kind for paper in papers} == {
        "readme", "versions", "settings", "check", "storage", "logs",
    }  # fmt: skip
