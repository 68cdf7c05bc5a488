"""What was done in the list of quick replies, so that Ctrl Z takes one after the other back."""

from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from workstation.domain.quick_replies import QuickReply, by_section
from workstation.domain.value import Value
from workstation.services.quick_replies import QuickReplies

MAX_STEPS = 100
AnyWork = Callable[[Coroutine[Any, Any, None]], Coroutine[Any, Any, bool]]


class ListStep(Value):
    """A step in the list: what there was before, what was done in words, and which one moved."""

    before: tuple[QuickReply, ...]
    words: str
    placed: int | None = None
    is_removal: bool = False


class ListUndo:
    """Remembers steps of the list; ``attempt`` does a work and tells whether it was done."""

    def __init__(self, replies: QuickReplies, attempt: AnyWork) -> None:
        self._replies, self._attempt = replies, attempt
        self._steps: deque[ListStep] = deque(maxlen=MAX_STEPS)

    @property
    def last(self) -> ListStep | None:
        """The step that Ctrl Z takes back."""
        return self._steps[-1] if self._steps else None

    def clear(self) -> None:
        """Forget all steps: groups are called otherwise; nothing leads back to their old names."""
        self._steps.clear()

    async def do(
        self,
        work: Coroutine[Any, Any, None],
        words: str,
        *,
        placed: int | None = None,
        is_removal: bool = False,
    ) -> bool:
        """Do ``work``; remember it if that changed anything. Gives whether it was done."""
        before = self._replies.replies
        done = await self._attempt(work)
        if done and self._replies.replies != before:
            self._steps.append(ListStep(before, words, placed, is_removal))
        return done

    async def take_back(self) -> bool:
        """Take the last step back, which stays where that fails; whether it was done."""
        if not self._steps:
            return False
        step = self._steps.pop()
        done = await self._attempt(self._replies.restore(step.before))
        if done and step.placed is not None:
            section, at = _place_of(step.before, step.placed)
            done = await self._attempt(self._replies.place(step.placed, section, at))
        if not done:
            self._steps.append(step)
        return done

    async def take_back_removal(self) -> bool:
        """Take the last removal back, and whatever was done after it; whether it was done."""
        while self._steps and not self._steps[-1].is_removal:
            await self.take_back()
        return await self.take_back()


def _place_of(replies: Sequence[QuickReply], reply_id: int) -> tuple[str, int]:
    for section, members in by_section(replies).items():
        for at, reply in enumerate(members):
            if reply.reply_id == reply_id:
                return section, at
    return "", 0
