"""The loaded part of one conversation, kept up to date.

Two things write into it concurrently: pages that are being read, and changes that arrive meanwhile.
A page read from the vault before a change was committed lacks it, one read after contains it, and
the two cannot be told apart. So a change during a read is applied to the window at once, and again
to the page when it is there: applying it twice is harmless, missing it is not
(``test_what_comes_while_a_page_is_read_is_not_lost``). Before the first page changes are only
noted: shown alone they would look like the whole conversation
(``test_what_comes_before_the_first_page_does_not_pass_for_the_conversation``).

A page belongs to the end that it was read for. If the window has moved elsewhere meanwhile, joining
them would hide everything in between, so the page is dropped
(``test_a_page_for_an_end_that_is_gone_leaves_no_hole``). A reload reads the part that is loaded
when the read begins, so that it does not move the window back
(``test_lines_that_are_read_again_do_not_lead_back_who_went_elsewhere``).
"""

from collections.abc import Awaitable, Callable

from workstation.domain.changes import Changes, Timeline
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.store.feed import Feed
from workstation.store.queries import ConversationQueries
from workstation.store.timeline_rows import TimelineRows

PAGE_ROWS = 60
SHORTENED_ROWS = 200
MAX_ROWS = 3_000
"""Lines kept at most; further ones are read again when scrolled to."""


class TimelineWindow:
    """Lines of one conversation: messages and gaps in the archive's order, own unsent at the end.

    ``feed`` is published whenever ``lines`` changed. ``apply`` may be called at any time, also
    while a page is being read. ``stale``: lines may have moved, or a page could not be read, so
    ``reload`` is due.
    """

    def __init__(self, consultation_id: ConsultationId, source: ConversationQueries) -> None:
        self.consultation_id = consultation_id
        self.feed: Feed[None] = Feed()
        self.stale = False
        self._source = source
        self._lines = TimelineRows()
        self._meanwhile: list[Changes] = []
        self._reading = self._times_led = 0
        self._is_read = False

    @property
    def lines(self) -> TimelineRows:
        """The lines as they are now."""
        return self._lines

    @property
    def reading(self) -> bool:
        """Whether lines are on their way."""
        return self._reading > 0

    async def open(self, position: int | None = None) -> None:
        """Read the end of the conversation, or the page around a place."""
        if position is None:
            read = self._source.newest(self.consultation_id, PAGE_ROWS)
        else:
            read = self._source.around(self.consultation_id, position, PAGE_ROWS)

        def put(page: Timeline) -> None:
            self._times_led += 1
            self._lines.replace(page)

        await self._merge(read, put)

    async def load_older(self) -> None:
        """Read one page more at the beginning, if there is one."""
        first = self._lines.first_position
        if not self._lines.older or first is None:
            return

        def put(page: Timeline) -> None:
            # Led elsewhere meanwhile, it would hide what lies between.
            if self._lines.first_position == first:
                self._lines.prepend(page, MAX_ROWS)

        await self._merge(self._source.older(self.consultation_id, first, PAGE_ROWS), put)

    async def load_newer(self) -> None:
        """Read one page more at the end, if there is one."""
        last = self._lines.last_position
        if not self._lines.newer or last is None:
            return

        def put(page: Timeline) -> None:
            if self._lines.last_position == last:
                self._lines.append(page, MAX_ROWS)

        await self._merge(self._source.newer(self.consultation_id, last, PAGE_ROWS), put)

    async def reload(self) -> None:
        """Read the loaded part again."""
        self.stale, times_led = False, self._times_led
        first, count = self._lines.first_position, max(PAGE_ROWS, len(self._lines))
        if first is None or not self._lines.newer:
            read = self._source.newest(self.consultation_id, count)
        else:
            read = self._source.newer(self.consultation_id, first - 1, count)

        def put(page: Timeline) -> None:
            if self._times_led == times_led:
                self._lines.replace(page)

        await self._merge(read, put)
        if self._times_led != times_led:
            await self.reload()

    def shorten(self) -> None:
        """Keep only the newest lines; the others are read again when scrolled to."""
        # A page that is being read joins the present beginning.
        if not self._reading and self._lines.drop_oldest(SHORTENED_ROWS):
            self.feed.publish(None)

    def apply(self, changes: Changes) -> None:
        """Apply changes; publishes if any line changed."""
        self.stale = self.stale or self.consultation_id in changes.reread
        if self._reading:
            self._meanwhile.append(changes)
        if self._is_read and self._lines.apply(self.consultation_id, changes):
            self.feed.publish(None)

    async def _merge(self, read: Awaitable[Timeline], put: Callable[[Timeline], None]) -> None:
        self._reading += 1
        try:
            put(await read)
            self._is_read = True
            for changes in self._meanwhile:
                self._lines.apply(self.consultation_id, changes)
            self.feed.publish(None)
        except StorageError:
            self.stale = True
            raise
        finally:
            self._reading -= 1
            if not self._reading:
                self._meanwhile.clear()
