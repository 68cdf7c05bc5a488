"""The doctor's code in its one form, whatever the keyboard or input method made of it.

NFKC, so that an accent typed as one character or as two is the same code, and so that digits of an
input method's full width (``１２３``) are those of the keyboard: a doctor sees dots, not widths.
There are no rules of "one capital, one digit": length is what counts, and Argon2id does the rest.
"""

from workstation.domain.errors import InputError
from workstation.domain.keys import MAX_CODE_LENGTH, normal_code

FIELD = "code"
_MAX_RAW = 4 * MAX_CODE_LENGTH
"""A longer text is not even normalised: some single characters become eighteen."""


def normal_form(text: str, min_length: int = 1) -> bytearray:
    """The code's bytes, to be wiped by the caller.

    Raises ``InputError`` for the field ``code``: ``empty``, ``too_short`` or ``too_long``.
    """
    if len(text) > _MAX_RAW:
        raise InputError(FIELD, "too_long", limit=MAX_CODE_LENGTH)
    normal = normal_code(text)
    if not normal:
        raise InputError(FIELD, "empty")
    if len(normal) < min_length:
        raise InputError(FIELD, "too_short", limit=min_length)
    if len(normal) > MAX_CODE_LENGTH:
        raise InputError(FIELD, "too_long", limit=MAX_CODE_LENGTH)
    return bytearray(normal.encode("utf-8", "surrogatepass"))


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in place; copies that libraries made are out of reach."""
    secret[:] = bytes(len(secret))
