"""Words of which there are none like them, so that a message is known wherever it turns up."""

import re

_TOKEN = re.compile(r"[答问]\d{6}完")


def answer(number: int) -> str:
    """What the doctor writes."""
    return f"答{number:06d}完"


def question(number: int) -> str:
    """What stands in a patient's words."""
    return f"问{number:06d}完"


def in_text(text: str) -> set[str]:
    """All that stand in a text, whoever wrote them."""
    return set(_TOKEN.findall(text))


def answers(text: str) -> set[str]:
    """Those of doctors."""
    return {token for token in in_text(text) if token[0] == "答"}


def questions(text: str) -> set[str]:
    """Those of patients."""
    return in_text(text) - answers(text)
