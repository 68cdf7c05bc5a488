"""Words of which there are none like them, so that a message is known wherever it turns up."""

import re

_TOKEN = re.compile(r"[答问记别表图]\d{6}完")


def answer(number: int) -> str:
    """What the doctor writes."""
    return f"答{number:06d}完"


def question(number: int) -> str:
    """What stands in a patient's words."""
    return f"问{number:06d}完"


def note(number: int) -> str:
    """What the doctor notes about a patient."""
    return f"记{number:06d}完"


def elsewhere(number: int) -> str:
    """What the doctor says at another computer."""
    return f"别{number:06d}完"


def filled(number: int) -> str:
    """What the doctor fills into a form."""
    return f"表{number:06d}完"


def picture(number: int) -> str:
    """How a picture is called that the doctor gives."""
    return f"图{number:06d}完"


def in_text(text: str) -> set[str]:
    """All that stand in a text, whoever wrote them."""
    return set(_TOKEN.findall(text))


def in_bytes(content: bytes) -> set[str]:
    """All that stand in a file in the clear."""
    return {
        token
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        for token in in_text(content.decode(encoding, errors="ignore"))
    }


def answers(text: str) -> set[str]:
    """Those of doctors that go to patients."""
    return {token for token in in_text(text) if token[0] == "答"}


def notes(text: str) -> set[str]:
    """Those of doctors that go to nobody."""
    return {token for token in in_text(text) if token[0] == "记"}


def forms(text: str) -> set[str]:
    """Those of forms."""
    return {token for token in in_text(text) if token[0] == "表"}


def questions(text: str) -> set[str]:
    """Those of patients."""
    return {token for token in in_text(text) if token[0] == "问"}
