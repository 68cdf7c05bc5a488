"""The root of the tree of errors (``domain.errors``), and how an error is given its call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class WorkstationError(Exception):
    """Base of all errors of this program.

    ``call`` names what was tried (``"GET /consult/:id"``), ``detail`` is technical and free of
    secrets and patient data, ``server_text`` is the other side's own text, shown as plain text
    only and kept out of ``str()`` so that it never reaches a log.
    """

    code: ClassVar[str] = "error"

    def __init__(self, detail: str = "", *, call: str = "", server_text: str = "") -> None:
        super().__init__(": ".join(part for part in (call, detail) if part))
        self.detail = detail
        self.call = call
        self.server_text = server_text


@contextmanager
def naming_call(call: str) -> Iterator[None]:
    """Set ``call`` on an error raised within; only for errors without fields of their own."""
    try:
        yield
    except WorkstationError as error:
        raise type(error)(error.detail, call=call) from None
