"""Reads single consultations by their id (1.4): the open one, and those that no list contains.

The lists are read every half minute and every five minutes; in between a doctor may have joined the
team or pictures may have been added. So a consultation is read by its id when it is opened. Only
consultations that are known here are refreshed, and each stays in its list: only the lists decide
whether one is in process, and one that was deleted meanwhile must not come back
(``test_an_answer_after_the_deletion_brings_nothing_back``).

An invitation names a consultation as well, and is not followed here: anybody may invite to
anything, and that the platform knows an id does not put it into this doctor's queue. It is only a
hint to read the list again.

An answer may have fewer fields than the rows of the lists; a missing field changes nothing. It may
be older than a list that was read meanwhile; the next list corrects that.
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
    """Refreshes one consultation at a time; ``states`` publishes the progress.

    ``on_changes`` gets the changes, also those of the queue.
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
        """A consultation that need not be known here; nothing of it is kept.

        Raises what ``api.consultations.Consultations.one`` does.
        """
        try:
            return await self._read(consultation_id)
        except TokenRejected:
            self._on_token_rejected()
            raise

    async def read_known(self, consultation_id: ConsultationId) -> Consultation | None:
        """A consultation as it is known here, also when it has left both lists."""
        listed = await self._vault.read(consultations.get, consultation_id)
        return None if listed is None else listed.consultation

    async def refresh(self, consultation_id: ConsultationId) -> None:
        """Read a consultation and publish the differences.

        A failure changes nothing and is published by ``states``.
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
