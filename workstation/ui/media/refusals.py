"""Files that were not taken in, each named with its reason: one line a reason."""

from collections.abc import Sequence

from workstation.domain.errors import (
    BrokenMedia,
    EmptyFile,
    FileNotAllowed,
    FileWithMacros,
    MediaTooLarge,
    UnsupportedMedia,
    WorkstationError,
)
from workstation.ui.kit.painting import one_line
from workstation.ui.kit.strings import error_text, join_sentences, tr

MAX_NAMED = 3
"""Files named for one reason; of more only the number, which that reason holds for, too."""
MAX_NAME = 40
"""Letters of a file's name; a longer one loses its middle, as its ends tell files apart."""

REASONS: dict[type[WorkstationError], str] = {
    UnsupportedMedia: "kind",
    MediaTooLarge: "large",
    BrokenMedia: "broken",
    EmptyFile: "empty",
    FileNotAllowed: "not_allowed",
    FileWithMacros: "macros",
}


def refusal_reason(error: WorkstationError | OSError) -> str:
    """The reason why a file was not taken, as the end of a sentence."""
    if isinstance(error, OSError):
        is_folder = isinstance(error, IsADirectoryError)
        return tr("composer.reason.folder" if is_folder else "composer.reason.unreadable")
    is_heic = isinstance(error, UnsupportedMedia) and error.detail == "heic"
    key = "heic" if is_heic else REASONS.get(type(error))
    return tr(f"composer.reason.{key}") if key else error_text(error).what.rstrip("。.")


def refusal_text(refused: Sequence[tuple[str, str]]) -> str:
    """A sentence for each reason; ``refused`` are pairs of a file's name and its reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in refused:
        by_reason.setdefault(reason, []).append(name)
    sentences = (_sentence(names, reason) for reason, names in by_reason.items())
    return join_sentences("\n", sentences)


def _sentence(names: Sequence[str], reason: str) -> str:
    quoted = [tr("composer.file_name", name=_short(name)) for name in names[:MAX_NAMED]]
    what = join_sentences(tr("composer.file_between"), quoted)
    if (more_count := len(names) - MAX_NAMED) > 0:
        return tr("composer.refused_more", what=what, count=more_count, reason=reason)
    return tr("composer.refused", what=what, reason=reason)


def _short(name: str) -> str:
    name = one_line(name)
    if len(name) <= MAX_NAME:
        return name
    half = (MAX_NAME - 1) // 2
    return f"{name[:half]}…{name[-half:]}"
