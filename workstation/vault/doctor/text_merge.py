"""Two versions of one text become one: nothing is lost, and what both say is said once."""


def merge_texts(first: str, second: str, between: str = "\n") -> str:
    """Both texts as one: first what was written first; joining again changes nothing."""
    if first in second:
        return second
    if second in first:
        return first
    return f"{first}{between}{second}"
