"""Guards of words that are changed after they were said, to be taken away."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from workstation.vault import sql
from workstation.vault.archive import amendments
from workstation.vault.unsent import outbox, own_amendments


def edit_what_may_have_gone_out(patch: pytest.MonkeyPatch) -> None:
    """Other words take the place of those that are under way."""

    def untried(connection, origin_id):
        entry = outbox.get(connection, origin_id)
        return None if entry is None else replace(entry, attempts=0)

    patch.setattr(own_amendments, "outbox", _Instead(outbox, get=untried))


class _Instead:
    """A module with some of its functions replaced, for one of those that use it."""

    def __init__(self, module, **functions) -> None:
        self._module = module
        vars(self).update(functions)

    def __getattr__(self, name: str):
        return getattr(self._module, name)


def answer_nothing(patch: pytest.MonkeyPatch) -> None:
    """What an answer answers is not said."""
    command = outbox.command

    def plain(connection, origin_id):
        asked = command(connection, origin_id)
        return None if asked is None else replace(asked, quote=None)

    patch.setattr(outbox, "command", plain)


def let_anybody_change(patch: pytest.MonkeyPatch) -> None:
    """Whoever names a message changes it."""
    find_root = amendments._find_root

    def of_anybody(connection, consultation_id, _, amends, itself, until_ms):
        speakers = sql.rows(
            connection,
            "SELECT DISTINCT member_id FROM message WHERE consultation_id = ?"
            " AND member_id IS NOT NULL",
            (consultation_id,),
        )
        roots = (
            find_root(connection, consultation_id, each, amends, itself, until_ms)
            for (each,) in speakers
        )
        return next((root for root in roots if root is not None), None)

    patch.setattr(amendments, "_find_root", of_anybody)


def tie_no_change_that_came_first(patch: pytest.MonkeyPatch) -> None:
    """A change that came before its message stays by itself."""
    patch.setattr(amendments, "_find_early", lambda *_: [])


GUARDS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    edit_what_may_have_gone_out,
    answer_nothing,
    let_anybody_change,
    tie_no_change_that_came_first,
)

_OWN = {"cut": 0.3, "crash": 0.1, "rooms": 1, "changes": 0.1, "says": 0.1}
_OTHERS = {"cut": 0.3, "crash": 0.1, "rooms": 1, "others_say": 0.2, "others_change": 0.5}

TELLING: dict[str, dict[str, float]] = {
    "edit_what_may_have_gone_out": _OWN,
    "answer_nothing": _OWN | {"answers": 0.5, "others_say": 0.1},
    "let_anybody_change": _OTHERS,
    "tie_no_change_that_came_first": _OTHERS,
}
"""As in ``sabotage``."""
