"""Why a finding is one: where the keyboard went lately, and what the program waits for."""

import asyncio
from collections import deque
from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.journeys.conftest import Work
from workstation.ui.kit.layers.dialog import ModalLayer
from workstation.ui.sign_in.code_page import CodePage
from workstation.ui.sign_in.page import SignInPage

MAX_TRAIL = 8
OWN = "workstation"


class FocusTrail:
    """The last moves of the keyboard, each as it was when it was made."""

    def __init__(self) -> None:
        self._moves = deque(["begin"], maxlen=MAX_TRAIL)
        QApplication.instance().focusChanged.connect(self._note)  # type: ignore[union-attr]

    def __str__(self) -> str:
        return " > ".join(self._moves)

    def _note(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._moves.append(describe(now))


def describe(widget: QWidget | None) -> str:
    """What it is, and why nobody sees it, if nobody does."""
    if widget is None or not isValid(widget):
        return "nothing"
    marks = ("" if widget.isVisible() else " unseen") + ("" if widget.isEnabled() else " disabled")
    return f"{type(widget).__name__}({widget.accessibleName()}){marks}"


def describe_window(work: Work) -> str:
    """The page in front, what lies over it, and where the keyboard is to be once it is active."""
    window = work.window
    layers = [
        f"{type(each).__name__}({each.accessibleName()}) of {type(each.parentWidget()).__name__}"
        for each in window.findChildren(ModalLayer)
        if not each.isHidden()
    ]
    page = window._stack.currentWidget()
    return (
        f"page {type(page).__name__}{_of_page(page)}, covered {window.is_covered},"
        f" over it {layers}, the window's keyboard in {describe(window.focusWidget())},"
        f" active {describe(QApplication.activeWindow())}"
    )


def _of_page(page: QWidget | None) -> str:
    """Whether it works, and what it says."""
    if isinstance(page, SignInPage):
        return f" (busy {page.submit.busy}, says {page.error!r})"
    if isinstance(page, CodePage):
        form = page.fields
        return f" (busy {page.submit.busy}, waits {form.is_waiting}, says {form.general.text!r})"
    return ""


def describe_tasks() -> str:
    """Where each of the program's own tasks waits."""
    ways = {" > ".join(_places(task)) for task in asyncio.all_tasks()}
    return "; ".join(sorted(way for way in ways if OWN in way))


def _places(task: "asyncio.Task[object]") -> Iterator[str]:
    waiting = task.get_coro()
    while (frame := getattr(waiting, "cr_frame", None)) is not None:
        place = frame.f_globals.get("__name__", "")
        yield f"{place}.{frame.f_code.co_name}:{frame.f_lineno}"
        waiting = getattr(waiting, "cr_await", None)
