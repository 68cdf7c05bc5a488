"""Addresses longer than any are refused before anything is made of them."""

import pytest

from workstation.xmpp import jid

LONGEST = "a" * (jid.MAX_JID_BYTES - 2) + "@b"


@pytest.mark.parametrize("read", [jid.bare_account, jid.is_bare])
@pytest.mark.parametrize(("text", "asked"), [(LONGEST, True), (LONGEST + "b", False)])
def test_what_is_too_long_is_neither_taken_apart_nor_remembered(monkeypatch, read, text, asked):
    """A thousand of them are remembered: of a megabyte each they would fill the memory."""
    taken_apart = []

    def note(address):
        taken_apart.append(address)

    jid._known_account.cache_clear()
    monkeypatch.setattr(jid, "_account_in", note)
    assert not read(text)
    assert bool(taken_apart) is asked
    jid._known_account.cache_clear()
