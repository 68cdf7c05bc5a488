"""Every error of the tree that has a sentence reaches the screen, or it is said why it does not.

``SHOWN`` names a place where each class can arrive; the test puts one there and reads it.
"""

import ast
import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtWidgets import QWidget

from tests.fakes.sign_in import OneGroup
from tests.house.source import PRODUCT, nodes
from tests.ui.kit.error_kinds import every_error
from tests.ui.notices import sentence_of
from workstation.domain import errors
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import WorkstationError
from workstation.domain.findings import Layer, failed
from workstation.domain.keys import (
    CodeDelayed,
    CodeRequired,
    KeyDestroyed,
    KeyFileUnusable,
    WrongCode,
)
from workstation.domain.media_errors import EmptyFile, FileNotAllowed, FileWithMacros
from workstation.domain.policy_errors import (
    DemoForbidden,
    DemoNotStarted,
    PolicyUnusable,
    ServerChanged,
)
from workstation.domain.sign_in_errors import (
    NoImServer,
    NoServers,
    PasswordRefused,
    SessionRefused,
    WeakerSignIn,
)
from workstation.domain.update_errors import (
    InstallerFailed,
    NotAdministrator,
    NothingStaged,
    UpdateError,
    UpdateIncomplete,
    UpdateRefused,
    UpdateUnreachable,
)
from workstation.services.lists import ListState
from workstation.store.session_store import SessionStore
from workstation.support import install_staged
from workstation.support.check_report import sentences
from workstation.ui.consultation_row.list_problem import show_list_problem
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, error_text, set_language, tr
from workstation.ui.kit.strings.connection import connection_text
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.shell.connection import BANNER_AFTER, ConnectionWiring
from workstation.ui.shell.unlock_code.form import CodeForm
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.sign_in.page import SignInPage

Place = Callable[[WorkstationError], tuple[str, str]]
"""What is read there, and what must be among it."""


class Held:
    """A clock in the banner's future."""

    def monotonic(self) -> float:
        return 1_000.0 + BANNER_AFTER

    def now_ms(self) -> int:
        return 1_790_000_000_000


class Doctor(OneGroup):
    """What of a sign-in the banner needs."""

    def __init__(self) -> None:
        self.clock, self.store = Held(), SessionStore()

    def refresh(self) -> None:
        """Nothing to read."""


def banner(error: WorkstationError) -> tuple[str, str]:
    """The line above the pages, while there is no session; it has words of its own for some."""
    frame, doctor = WindowFrame(), Doctor()
    doctor.store.set_connection(Connection(Phase.WAITING, 1_000.0, 1_010.0, error))
    wiring = ConnectionWiring(doctor, frame)
    text = frame.banner.accessibleName()
    wiring.close()
    frame.deleteLater()
    return text, connection_text(error)


def sign_in(error: WorkstationError) -> tuple[str, str]:
    """The sign-in page: under a field, or above the button."""
    page = SignInPage("1.0.0")
    page.show_error(error)
    text = " ".join(_words(page))
    page.deleteLater()
    return text, str(error_text(error))


def list_bar(error: WorkstationError) -> tuple[str, str]:
    """The row above a list that could not be read."""
    bar = NoticeBar(Ink.WARNING)
    show_list_problem(bar, ListState(error=error), explained=False, now_ms=0)
    text = bar.accessibleName()
    bar.deleteLater()
    return text, f"{tr('lists.stale', reason=error_text(error).what)} {error_text(error).next}"


def notice(error: WorkstationError) -> tuple[str, str]:
    """The bar at the foot of the page, as it is drawn; composer and sheets say the same words."""
    frame, sentence = WindowFrame(), str(error_text(error))
    frame.resize(1_024, 700)
    lines = sentence_of(frame.notify(sentence)).block.lines
    text = "".join(line.text for line in lines)
    frame.deleteLater()
    return text.replace(" ", ""), sentence.replace(" ", "")


def command(error: WorkstationError) -> tuple[str, str]:
    """The silent installing step, on a terminal; its language is that of the settings."""
    out = io.StringIO()
    with (
        mock.patch.object(install_staged, "set_language"),
        mock.patch.object(install_staged, "_require_administrator", side_effect=error),
        contextlib.redirect_stdout(out),
    ):
        install_staged.run_install_staged(None)
    return out.getvalue(), error_text(error).what


def code_form(error: WorkstationError) -> tuple[str, str]:
    """Where a code is typed: under its field, or below them all."""
    form = CodeForm(asks_current=True, asks_new=False)
    form.show_error(error)
    text = " ".join(_words(form))
    form.deleteLater()
    return text, str(error_text(error))


def check(error: WorkstationError) -> tuple[str, str]:
    """The report of ``--check``."""
    what, then = sentences(failed(Layer.CONFIGURATION, error))
    return f"{what} {then}", f"{error_text(error).what} {error_text(error).next}"


SHOWN: dict[type[WorkstationError], Place] = {
    errors.NameNotResolved: sign_in,
    errors.Unreachable: banner,
    errors.ProxyRefused: banner,
    errors.DeadlineExceeded: banner,
    errors.ConnectionDropped: banner,
    errors.TlsFailure: banner,
    errors.NotThePlatform: sign_in,
    errors.RedirectRefused: banner,
    errors.MalformedAnswer: list_bar,
    errors.BoundExceeded: list_bar,
    errors.TokenRejected: sign_in,
    errors.TokenRejectedByPage: sign_in,
    errors.NotFound: notice,
    errors.Refused: banner,
    errors.ServerFault: list_bar,
    errors.ConflictError: notice,
    errors.EarlierOpeningUnread: notice,
    errors.InputError: sign_in,
    errors.UnsupportedMedia: notice,
    errors.MediaTooLarge: notice,
    errors.BrokenMedia: notice,
    errors.MediaGone: notice,
    FileNotAllowed: notice,
    EmptyFile: notice,
    FileWithMacros: notice,
    errors.ForeignMedia: notice,
    errors.StorageError: notice,
    errors.DiskFull: notice,
    errors.PlaceNotWritable: notice,
    errors.WrongKey: check,
    errors.DatabaseCorrupt: check,
    errors.NewerDatabase: notice,
    errors.DatabaseBusy: notice,
    errors.DiskSilent: code_form,
    errors.NotErased: sign_in,
    errors.KeyringUnavailable: sign_in,
    errors.UploadRefused: notice,
    errors.RemoteProtocolError: banner,
    PasswordRefused: banner,
    WeakerSignIn: banner,
    NoServers: banner,
    NoImServer: banner,
    SessionRefused: banner,
    errors.NoLoudspeaker: notice,
    errors.ConfigurationError: check,
    errors.FolderNotWritable: check,
    PolicyUnusable: check,
    ServerChanged: sign_in,
    DemoForbidden: check,
    DemoNotStarted: check,
    CodeRequired: code_form,
    WrongCode: code_form,
    CodeDelayed: code_form,
    KeyFileUnusable: code_form,
    KeyDestroyed: sign_in,
    UpdateRefused: check,
    UpdateIncomplete: check,
    UpdateUnreachable: check,
    NothingStaged: command,
    InstallerFailed: command,
    NotAdministrator: command,
}
NOT_SHOWN: dict[type[WorkstationError], str] = {
    WorkstationError: "only caught: what is raised is of a branch",
    errors.NetworkError: "only caught",
    errors.ArchiveRefused: "said by the line of the history: tests/journeys/test_history.py",
    errors.AnswerError: "only caught",
    errors.PlatformError: "only caught",
    errors.MediaError: "only caught",
    errors.MessagingError: "only caught",
    errors.ProtocolError: "only caught",
    UpdateError: "only caught",
    errors.DeviceError: "only caught",
    errors.LocalProtocolError: "becomes what it means: a message that is not sent, a page that "
    "is not read, an upload or a password that is refused",
    errors.ContentRefused: "what cannot be kept is passed over and counted; the log has it",
}


GIVEN: dict[type[WorkstationError], tuple[object, ...]] = {
    errors.InputError: ("address", "malformed"),
    errors.TlsFailure: ("expired",),
    SessionRefused: ("host-unknown",),
    PolicyUnusable: ("malformed", "/etc/doctor-workstation/policy.json:3:7"),
    UpdateRefused: ("expired", "metadata/timestamp.json"),
    WrongCode: (2, 0.0),
    CodeDelayed: (7.0,),
    KeyFileUnusable: ("damaged",),
    errors.KeyringUnavailable: ("absent",),
}
"""What an error is made of that tells more than its kind."""


def made(kind: type[WorkstationError]) -> WorkstationError:
    return kind(*GIVEN.get(kind, ()))


def product() -> set[type[WorkstationError]]:
    """The classes of the product; a test may have made others."""
    return {kind for kind in every_error() if kind.__module__.startswith("workstation.domain.")}


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_it_is_read_where_it_arrives(
    qapp: object,  # noqa: ARG001
    kind: type[WorkstationError],
    spoken: Language,
) -> None:
    set_language(spoken)
    text, sentence = SHOWN[kind](made(kind))
    assert sentence in text


def test_no_error_is_forgotten() -> None:
    assert product() == SHOWN.keys() | NOT_SHOWN.keys()
    assert not SHOWN.keys() & NOT_SHOWN.keys()


def test_every_error_that_is_shown_is_made_somewhere_and_no_other_is() -> None:
    used = _used()
    assert {kind.__name__ for kind in SHOWN} <= used
    for name in ("PlatformError", "MessagingError", "DeviceError"):
        assert name not in used


def _used() -> set[str]:
    """The names that the product's modules read, beside imports and the tree itself."""
    homes = set((PRODUCT / "domain").glob("*errors.py"))
    return {
        node.id
        for path in PRODUCT.rglob("*.py")
        if path not in homes and _ours(path)
        for node in nodes(path)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _ours(path: Path) -> bool:
    return path.relative_to(PRODUCT).parts[0] != "clinic"


def _words(widget: QWidget) -> list[str]:
    own = [label.text() for label in widget.findChildren(Label)]
    return [*own, *(child.accessibleDescription() for child in widget.findChildren(QWidget))]
