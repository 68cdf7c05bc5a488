"""A doctor at the end of a consultation: the form on the screen, the vault in memory."""

import pytest
import shiboken6

from tests.fakes.clock import SetClock
from tests.fakes.sign_in import OneGroup
from tests.store.people import listed, summary
from tests.ui.notices import visible_notices
from tests.ui.waiting import until
from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes, Place
from workstation.domain.closing import ClosingSummary
from workstation.domain.people import Member
from workstation.services.closing import ClosingService
from workstation.services.drafting import Drafting
from workstation.store.session_store import SessionStore
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.summary.sent import SentDialog
from workstation.ui.summary.wiring import ClosingWiring
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

MINUTE = 60_000
NOW_MS = 1_795_600_000_000
HERE, NEXT = 1, 2


class Pumped:
    """An outbox that only remembers which rooms were to be sent to."""

    def __init__(self) -> None:
        self.rooms: list[int] = []

    async def pump(self, number: int) -> None:
        self.rooms.append(number)


class AtDesk(OneGroup):
    """What the form needs of a sign-in."""

    def __init__(self, vault: Vault, scope: TaskScope) -> None:
        self.clock, self.store, self.outbox = SetClock(NOW_MS), SessionStore(), Pumped()
        names = iter(range(100))
        self.closing = ClosingService(
            vault, self.clock, self.store.apply, lambda: f"s{next(names)}"
        )
        self.drafting = Drafting(vault, self.clock, self.store.apply)
        self.spawn = scope.spawn


class Papers:
    """Records that only remember for whom they were wanted."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, int]] = []

    async def ask_and_save(self, consultation) -> str:
        self.requests.append(("pdf", consultation.consultation_id))
        return "已保存：a.pdf，1 页"

    async def ask_and_print(self, consultation) -> str:
        self.requests.append(("print", consultation.consultation_id))
        return ""


class Ending:
    """The window and the doctor's hands. ``again`` is the program started anew on the same disk."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.frame = WindowFrame()
        self.frame.resize(1200, 900)
        self.frame.show()
        self.scope = scope_of(self.frame)
        self.signed_in, self.papers = AtDesk(vault, self.scope), Papers()
        self.opened: list[int] = []
        self.wiring = ClosingWiring(
            self.signed_in,
            self.frame,
            self.scope,
            self.papers,
            open_next=self.opened.append,
        )
        self.sheet = self.wiring.sheet
        self.take(listed=tuple(self.consultations.values()))

    @property
    def consultations(self):
        """This patient, and another one who has waited for 40 minutes."""
        one = listed(HERE, target=Member(7, "王小宝"))
        return {HERE: one, NEXT: listed(NEXT, target=Member(8, "赵一诺"))}

    def again(self) -> "Ending":
        """Killed, and started anew."""
        self.close()
        return Ending(self.vault)

    def close(self) -> None:
        """The window goes, with all that it did."""
        self.scope.close()
        if shiboken6.isValid(self.frame):
            shiboken6.delete(self.frame)

    def take(self, **changes) -> None:
        """Something comes from the platform."""
        self.signed_in.store.apply(Changes(**changes))

    def waits(self, number: int, minutes: int) -> None:
        """The patient wrote so long ago."""
        summaries = summary(
            number, patient_ms=NOW_MS - minutes * MINUTE, unread=1, patient_unread=1
        )
        self.take(summaries=(summaries,))

    def end(self, number: int) -> None:
        """The platform closes a consultation."""
        item = self.consultations[number]
        self.take(listed=(listed(number, Place.HISTORY, target=item.consultation.target),))

    async def open(self, number: int = HERE) -> None:
        """Open the form."""
        self.wiring.open(self.consultations[number].consultation)
        await until(lambda: self.sheet.isVisible() and self.sheet.consultation is not None)
        await until(lambda: self.sheet.consultation.consultation_id == number)

    def write(self, **parts: str) -> None:
        """Type into the form."""
        for name, text in parts.items():
            self.sheet.text_areas[name].edit.insertPlainText(text)

    async def stored_draft(self, number: int = HERE) -> ClosingSummary:
        """What the disk holds of it."""
        return (await self.signed_in.account.closing.get(number)).draft

    def asked(self) -> SentDialog | None:
        """The question what is next."""
        visible = [one for one in self.frame.findChildren(SentDialog) if one.isVisible()]
        return visible[-1] if visible else None

    async def stay(self) -> None:
        """Answer that nobody is next."""
        self.asked().stay.click()
        await self.scope.join()

    def bar_texts(self) -> list[str]:
        """What is said over the foot of the page."""
        return visible_notices(self.frame)


def furnish(connection) -> None:
    """This doctor's vault with two consultations in process."""
    members.set_me(connection, 1001, "林若川")
    for number in (HERE, NEXT):
        consultations.put(connection, listed(number))


@pytest.fixture
def ending(filled_vault):
    """The summary's sheet with what it saves and sends by."""
    made = Ending(filled_vault(furnish))
    yield made
    made.close()
