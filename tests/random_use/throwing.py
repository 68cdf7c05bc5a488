"""What the doctor threw away: noted where the program carries it out, with the act that asked it.

A hand's edit of the composer is noted by the text before and after each single event: nothing of
the program empties the box inside of one, as what is sent leaves it when the disk has it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.journeys.conftest import Work
from tests.random_use import tokens
from tests.random_use.forms import form_edits, note_given_up
from tests.random_use.journal import Journal
from tests.random_use.notes import note_boxes, note_forgotten
from tests.random_use.numbered import note_pictures
from workstation.program.leave_confirmation import LeaveConfirmation
from workstation.ui.shell import storage_warning
from workstation.vault import database
from workstation.vault.removal import erasure, patient_data
from workstation.vault.unsent import failures, outbox, own_amendments

if TYPE_CHECKING:
    import apsw

_OLD_WORDS = (
    "SELECT text FROM outbox WHERE origin_id = ?1"
    " UNION ALL SELECT text FROM message WHERE origin_id = ?1"
)

_UNSENT_WORDS = " UNION ALL ".join(
    f"SELECT {column} FROM {table}"  # noqa: S608
    for table, column in (
        ("draft", "text"),
        ("outbox", "text"),
        ("patient_note", "text"),
        ("closing_summary", "content"),
    )
)
ASK_SECONDS = 1.0


@contextmanager
def noting_throws(journal: Journal, work: Work, risked: Callable[[], set[str]]) -> Iterator[None]:
    """Note corrections, messages taken back, a purge, a wipe, losses agreed to; and keys.

    ``risked`` says which words of forms may be lost.
    """
    with ExitStack() as stack:
        for module, name in (
            (own_amendments, "correct"),
            (own_amendments, "withdraw"),
            (failures, "discard"),
        ):
            _wrap(stack, module, name, _amending(journal, name))
        _wrap(stack, outbox, "add", _queueing(journal))
        _wrap(stack, failures, "fail", _failing(journal))
        note_forgotten(stack, journal, _wrap)
        note_pictures(stack, journal, _wrap)
        note_given_up(stack, journal, _wrap)
        _wrap(stack, patient_data, "purge", _purging(journal))
        _wrap(stack, erasure, "begin", lambda *_: journal.note("wiped"))
        _wrap(stack, database, "open_database", _opening(journal))
        ask = storage_warning.ask_about_losses
        agreeing = partial(_agreeing, journal, work, risked)
        asking = _asking(agreeing, ask)
        stack.enter_context(patch.object(storage_warning, "ask_about_losses", asking))
        leaving = _leaving(agreeing, LeaveConfirmation.ask)
        stack.enter_context(patch.object(LeaveConfirmation, "ask", leaving))
        yield


def _wrap(stack: ExitStack, owner: Any, name: str, before: Callable[..., None]) -> None:
    original = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        before(*args, **kwargs)
        return original(*args, **kwargs)

    stack.enter_context(patch.object(owner, name, wrapped))


def _amending(journal: Journal, name: str) -> Callable[..., None]:
    def note(connection: "apsw.Connection", *args: Any) -> None:
        origin_id = args[0] if name == "discard" else args[1]
        remaining = tokens.answers(args[3]) if name == "correct" else set()
        before = [str(text) for (text,) in connection.execute(_OLD_WORDS, (origin_id,))]
        gone = set().union(*map(tokens.answers, before)) - remaining
        journal.note("thrown", by=name, answers=sorted(gone))
        if name == "correct":
            journal.note("corrected", answers=sorted(remaining))

    return note


def _queueing(journal: Journal) -> Callable[..., None]:
    return lambda _, room, name, *_args, **_more: journal.note("queued", room=room, origin=name)


def _failing(journal: Journal) -> Callable[..., None]:
    return lambda _, name, *_why: journal.note("refused", origin=name)


def _purging(journal: Journal) -> Callable[..., None]:
    return lambda _, ids, *_patient: journal.note("purged", rooms=[int(each) for each in ids])


def _opening(journal: Journal) -> Callable[..., None]:
    return lambda path, key: journal.note("key", path=str(path), key=key.hex())


def _read_words(connection: "apsw.Connection") -> list[str]:
    """What a doctor wrote that is nowhere but in this database."""
    texts = [str(text) for (text,) in connection.execute(_UNSENT_WORDS)]
    forms = connection.execute("SELECT value FROM preference").fetchall()
    return [*texts, *(json.dumps(json.loads(value), ensure_ascii=False) for (value,) in forms)]


def _asking(agreeing: Callable[..., Any], ask: Callable[..., Any]) -> Callable[..., Any]:
    """The question before a loss; where the doctor agrees, what was in memory only may go."""

    def asked(window: object, losses: object, why: object, proceed: Callable[[], object]) -> Any:
        return ask(window, losses, why, agreeing(proceed))

    return asked


def _leaving(agreeing: Callable[..., Any], leave: Callable[..., None]) -> Callable[..., None]:
    """Leaving after a question that named all losses already."""

    def left(
        confirmation: object,
        proceed: Callable[[], object],
        discard: Callable[[], object] | None = None,
        accepted: object = None,
    ) -> None:
        agreed = agreeing(discard or proceed)
        leave(confirmation, proceed, discard if accepted is None else agreed, accepted)

    return left


def _agreeing(
    journal: Journal,
    work: Work,
    risked: Callable[[], set[str]],
    proceed: Callable[[], object],
) -> Callable[[], None]:
    def agreed() -> None:
        by_account = work.program.parts.unsaved_words.values()
        texts = [draft.text for words in by_account for draft in words.drafts.values()]
        texts += [edit.text for words in by_account for edit in words.edits.values()]
        texts += [text for words in by_account for _, text in words.all_notes.values()]
        storages = work.program.parts.memory_only._storages.values()
        for storage in list(storages):
            texts += storage.vault.read_now(_read_words, ASK_SECONDS)
        gone = risked().union(*map(tokens.in_text, texts))
        journal.note("thrown", by="leaving, agreed to", answers=sorted(gone))
        proceed()

    return agreed


def watching_hands(journal: Journal, work: Work) -> Callable[[], Any]:
    """What is to be entered around each event of the doctor's hands."""

    @contextmanager
    def event() -> Iterator[None]:
        before, sending = _boxes(work), _sending(work)
        yield
        after, still_sending = _boxes(work), _sending(work)
        if still_sending and not _is_within(sending, still_sending):
            # Nobody knows then what was meant: all of it stands there again.
            journal.note("reworded", answers=sorted(tokens.answers(sending)))
        for place in before.keys() & after.keys():
            if gone := before[place] - after[place]:
                journal.note("thrown", by="hand", answers=sorted(gone))
            if came := after[place] - before[place]:  # written, pasted, or back by an undo
                journal.note("came", answers=sorted(came))

    return event


def _sending(work: Work) -> str:
    """What stands in the composer while it is being sent."""
    main_window = work.program.main_window
    page = None if main_window is None else main_window.active
    if page is None or page.composer.consultation is None:
        return ""
    is_busy = page.composer.consultation.consultation_id in page.composer._busy
    return work.active.composer.text if is_busy else ""


def _is_within(words: str, text: str) -> bool:
    """Whether all letters still stand there in their order."""
    letters = iter(text)
    return all(letter in letters for letter in words)


def _boxes(work: Work) -> dict[object, set[str]]:
    """Whose words stand in the composer and in the notes, and those among them that are known."""
    main_window = work.program.main_window
    if main_window is None:
        return {}
    boxes: dict[object, set[str]] = {}
    for box in note_boxes(work):
        boxes[box.edit, box.subject] = tokens.notes(box.text)
    for edit, form, room in form_edits(work):
        boxes[edit, form, room] = tokens.forms(edit.toPlainText())
    page = main_window.active
    if page is not None and page.composer.consultation is not None:
        edited = page.composer.editing.message
        place = page.composer.consultation.consultation_id, None if edited is None else edited.key
        boxes[place] = tokens.answers(work.active.composer.text)
    return boxes
