"""Two versions of one text become one: nothing is lost, and what both say is said once."""


def merge_texts(first: str, second: str, between: str = "\n") -> str:
    """What was written first, then what was written later; joining again changes nothing."""
    if first in second:
        return second
    if second in first:
        return first
    return f"{first}{between}{second}"
