"""One consultation by its number (1.4): what is looked at, and what stands in no list here.

The lists are read every half minute and every five minutes; between two readings a doctor may have
joined the team or the patient's pictures may have been added. So what the doctor opens is asked for
by its number. Only what this computer knows is renewed, and it stays in its list: whether a
consultation is in process is for the lists alone to say, and one that was deleted while the answer
was on its way must not come back (``test_an_answer_after_the_deletion_brings_nothing_back``).

An invitation names one as well, and is not read here: anybody may invite to anything, and that the
platform knows the number makes it no consultation of this doctor's queue. It is a hint to read the
list again, no more.

The answer for one may say less than the rows of the lists do, and what it leaves out takes nothing
away. It may be older than a list that was read meanwhile; the next reading puts that right.
"""

from collections.abc import Awaitable, Callable

from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.errors import TokenRejected, WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.store.feed import Feed
from workstation.vault.database import Vault
from workstation.vault.lists import consultations


class RefreshState(Value):
    """How the reading of one consultation stands: under way, failed, or done."""

    consultation_id: ConsultationId
    busy: bool = False
    error: WorkstationError | None = None


class ConsultationRefresh:
    """Renews one consultation at a time; ``states`` tells how that stands.

    ``on_changes`` gets what became different, also of the queue.
    """

    def __init__(
        self,
        read: Callable[[ConsultationId], Awaitable[Consultation]],
        vault: Vault,
        on_changes: Callable[[Changes], None],
        on_token_rejected: Callable[[], None],
    ) -> None:
        self.states: Feed[RefreshState] = Feed()
        self._read, self._vault = read, vault
        self._on_changes, self._on_token_rejected = on_changes, on_token_rejected

    async def look_up(self, consultation_id: ConsultationId) -> Consultation:
        """One that need not be known here; nothing of it is kept.

        Raises what ``api.consultations.Consultations.one`` does.
        """
        try:
            return await self._read(consultation_id)
        except TokenRejected:
            self._on_token_rejected()
            raise

    async def read_known(self, consultation_id: ConsultationId) -> Consultation | None:
        """What this computer knows of one, also of one that has left both lists."""
        listed = await self._vault.read(consultations.get, consultation_id)
        return None if listed is None else listed.consultation

    async def refresh(self, consultation_id: ConsultationId) -> None:
        """Read it and show what is different.

        A failure changes nothing and is told by ``states``.
        """
        self.states.publish(RefreshState(consultation_id, busy=True))
        try:
            consultation = await self._read(consultation_id)
            changes = await self._vault.absorb(consultations.renew, consultation)
        except WorkstationError as error:
            self.states.publish(RefreshState(consultation_id, error=error))
            if isinstance(error, TokenRejected):
                self._on_token_rejected()
            return
        self._on_changes(changes)
        self.states.publish(RefreshState(consultation_id))
