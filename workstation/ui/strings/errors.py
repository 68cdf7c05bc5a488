"""What happened, and what to do about it, for every error of the program."""

from dataclasses import dataclass

from workstation.domain.errors import InputError, KeyringUnavailable, WorkstationError
from workstation.ui.strings.catalogue import known, tr


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Two sentences, and the other side's own words where there are any; all plain text."""

    what: str
    next: str
    said: str = ""

    def __str__(self) -> str:
        return tr("errors.joined", what=self.what, next=self.next)


def error_text(error: BaseException) -> ErrorText:
    """Sentences for ``error``; one that is not of the tree gets the general ones."""
    if not isinstance(error, WorkstationError):
        return ErrorText(tr("errors.unexpected.what"), tr("errors.unexpected.next"))
    key = f"errors.{_code(error)}"
    limit = getattr(error, "limit", 0)
    return ErrorText(tr(f"{key}.what", limit=limit), tr(f"{key}.next", limit=limit), error.said)


def _code(error: WorkstationError) -> str:
    """The code, made finer by the reason where the catalogue tells reasons apart."""
    if isinstance(error, InputError | KeyringUnavailable):
        finer = f"{error.code}.{error.reason}"
        if known(f"errors.{finer}.what"):
            return finer
    return error.code
