"""Words that must not be found anywhere, in every form in which they might lie there."""

import base64
from collections.abc import Iterator
from urllib.parse import quote

ALIGNMENTS = range(3)


class Canaries:
    """Words by what they are; ``found_in`` says which of them some bytes hold, and how."""

    def __init__(self) -> None:
        self._forms: dict[bytes, str] = {}

    def add(self, name: str, word: str | bytes) -> None:
        """Look for a word or for the bytes of a key, from now on."""
        for form, content in forms(word):
            self._forms.setdefault(content, f"{name} as {form}")

    def add_plain(self, name: str, word: str) -> None:
        """Look for one of many words, as it would lie in a text file."""
        for encoding in ("utf-8", "utf-16-le"):
            self._forms.setdefault(word.encode(encoding), f"{name} as {encoding}")

    def found_in(self, content: bytes) -> set[str]:
        """What some bytes hold."""
        return {name for form, name in self._forms.items() if form in content}


def forms(word: str | bytes) -> Iterator[tuple[str, bytes]]:
    """How a word may be written: its encodings, and each of them in base64, hex and URLs."""
    if isinstance(word, bytes):
        encodings = {"bytes": word}
    else:
        names = ("utf-8", "utf-16-le", "utf-16-be")
        encodings = {name: word.encode(name) for name in names}
        yield "JSON", ascii(word)[1:-1].encode()
    for name, content in encodings.items():
        yield name, content
        yield f"hex of {name}", content.hex().encode()
        yield f"upper hex of {name}", content.hex().upper().encode()
        quoted = quote(content, safe="")
        yield f"URL of {name}", quoted.encode()
        yield f"lower URL of {name}", quoted.lower().encode()
        for shift in ALIGNMENTS:
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                yield f"base64 of {name}", _inner_base64(encode, content, shift)


def _inner_base64(encode: object, content: bytes, shift: int) -> bytes:
    """The characters of base64 that are ``content``'s alone, ``shift`` bytes into a longer text."""
    encoded = encode(bytes(shift) + content)
    return encoded[-(-shift * 8 // 6) : (shift + len(content)) * 8 // 6]
