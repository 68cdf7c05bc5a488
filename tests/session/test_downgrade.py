"""A domain that offered SCRAM is never given the password itself, unless the policy says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.session.runs import SETTINGS, outcome
from tests.simulation.clinic import ward
from workstation.clinic.im import stream
from workstation.config import BY_KEY
from workstation.domain.connection import Phase
from workstation.domain.sign_in_errors import WeakerSignIn
from workstation.xmpp import sasl


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch):
    """Lets the clinic offer these mechanisms."""
    return lambda *names: monkeypatch.setattr(stream, "MECHANISMS", names)


async def test_scram_once_and_plain_later_is_refused(offering, tmp_path: Path) -> None:
    async with ward() as clinic:
        assert await outcome(clinic, tmp_path) == (Phase.ONLINE, "")
        offering("PLAIN")
        assert await outcome(clinic, tmp_path) == (Phase.WAITING, WeakerSignIn.code)
        offering("SCRAM-SHA-1", "PLAIN")
        assert await outcome(clinic, tmp_path) == (Phase.WAITING, WeakerSignIn.code)


async def test_a_hospital_that_offers_plain_alone_is_served(offering, tmp_path: Path) -> None:
    offering("PLAIN")
    async with ward() as clinic:
        for _ in range(2):
            assert await outcome(clinic, tmp_path) == (Phase.ONLINE, "")


async def test_the_policy_lets_a_hospital_change_its_server(offering, tmp_path: Path) -> None:
    async with ward() as clinic:
        await outcome(clinic, tmp_path)
        offering("PLAIN")
        allowed = replace(SETTINGS, weakest_mechanism="PLAIN")
        assert await outcome(clinic, tmp_path, allowed) == (Phase.ONLINE, "")


async def test_the_policy_may_ask_for_more_than_was_ever_seen(offering, tmp_path: Path) -> None:
    offering("SCRAM-SHA-1", "PLAIN")
    async with ward() as clinic:
        asked = replace(SETTINGS, weakest_mechanism="SCRAM-SHA-256")
        assert await outcome(clinic, tmp_path, asked) == (Phase.WAITING, WeakerSignIn.code)


def test_every_mechanism_can_be_named() -> None:
    words = BY_KEY["im.weakest_mechanism"].kind.words
    assert words == ("remembered", *sasl.STRENGTH)
