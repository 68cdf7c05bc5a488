"""Who is spoken to in a text: an at sign and the name of a doctor of the team.

A text alone says whom it mentions, so a draft, an edit and a restart keep it without more. The
longest name wins (``@林若`` is not the beginning of ``@林若川``); an address of mail is no mention.
"""

import re
from collections.abc import Mapping

from workstation.domain.ids import MemberId
from workstation.domain.value import Value

SIGNS = "@＠"
"""The at sign, and the one of full width that a Chinese input method gives."""


class Mention(Value):
    """A member is named from ``begin`` to before ``end``, in characters of a text."""

    member_id: MemberId
    begin: int
    end: int


def begun_name(before: str) -> str | None:
    """What of a name stands between the last at sign and the caret; ``None`` for no sign.

    ``before`` is the text up to the caret. A name that is picked ends with a blank, as what is
    none does.
    """
    typed = re.split(f"[{SIGNS}]", before)[-1]
    if len(typed) == len(before) or any(character.isspace() for character in typed):
        return None
    return typed


def find_mentions(text: str, names: Mapping[MemberId, str]) -> tuple[Mention, ...]:
    """Every mention of one of these, in order."""
    by_name = {name: member_id for member_id, name in names.items() if name}
    if not by_name or not any(sign in text for sign in SIGNS):
        return ()
    longest_first = sorted(by_name, key=len, reverse=True)
    one_of_them = "|".join(map(re.escape, longest_first))
    pattern = rf"(?<![0-9A-Za-z._-])[{SIGNS}]({one_of_them})(?![0-9A-Za-z])"
    return tuple(
        Mention(by_name[match.group(1)], match.start(), match.end())
        for match in re.finditer(pattern, text)
    )
