"""All guards that can be switched off by a change of their text."""

import functools

from tests.sabotage import daily_work, link, own_words, sample, screens, sound, vault, web, xmpp
from tests.sabotage.guard import Guard
from tests.sabotage.recognized import recognized_guards

LISTED = (
    *daily_work.GUARDS, *link.GUARDS, *own_words.GUARDS, *screens.GUARDS, *sound.GUARDS,
    *vault.GUARDS, *web.GUARDS, *xmpp.GUARDS,
)  # fmt: skip
"""Those that their form does not tell, or that are tested outside of their folder."""


@functools.cache
def all_guards() -> tuple[Guard, ...]:
    """The listed, the recognized and the sampled: to find these, the whole product is read."""
    return (*LISTED, *recognized_guards(LISTED), *sample.GUARDS)
