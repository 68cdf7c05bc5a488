"""The form's values, and what is wrong with them."""

from dataclasses import field

from workstation.domain.address import WebAddress
from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.errors import InputError
from workstation.domain.ids import MemberId
from workstation.domain.value import Value

MAX_TEXT_CHARACTERS = 5_000
MAX_PICTURES = 9


class FormValues(Value):
    """What the form holds; numbers are None where nobody is meant. A voice stands for the text."""

    target: MemberId | None
    creator: MemberId | None
    team: int | None
    text: str = field(repr=False)
    pictures: int = 0
    voice: bool = False


def mistakes(filled: FormValues) -> dict[str, str]:
    """The mistakes: for each field that cannot be sent, the name of the sentence that says why."""
    errors = {
        name: "opening.missing." + name
        for name in ("target", "creator", "team")
        if getattr(filled, name) is None
    }
    if filled.voice:
        return errors
    if not filled.text.strip() and not filled.pictures:
        errors["text"] = "opening.missing.text"
    elif len(filled.text) > MAX_TEXT_CHARACTERS:
        errors["text"] = "opening.too_long"
    return errors


def consultation_of(filled: FormValues, urls: tuple[str, ...], voice_url: str) -> NewConsultation:
    """The request; the symptom is the voice at ``voice_url``, if there is one, and else the text.

    Raises ``InputError`` while anybody is missing.
    """
    if filled.target is None or filled.creator is None or filled.team is None:
        raise InputError("people", "empty")
    return NewConsultation(
        creator_member_id=filled.creator,
        target_member_id=filled.target,
        team_id=filled.team,
        symptom=_symptom(filled.text, voice_url),
        images=urls,
    )


def _symptom(text: str, voice_url: str) -> Symptom:
    """The symptom as call 1.3 takes it: one content, of one of the message kinds."""
    if voice_url:
        return Symptom(SymptomKind.VOICE, voice_url, "voice")
    return Symptom(SymptomKind.TEXT, text.strip(), "text")


def is_address(text: str) -> bool:
    """Whether a picture can be given by this: an http or https address."""
    try:
        WebAddress.parse(text.strip())
    except InputError:
        return False
    return True
