"""What the doctor wants own messages to say, and whether they say it, here and in the archive."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.simulation.amendments import Said
from workstation.domain.message import Amending, Delivery, Message
from workstation.vault.conversation.outbox_rows import OutboxEntry


@dataclass
class WishedWords:
    """``texts`` has by message what it was to say, as typed first, then as asked.

    What comes before ``settled`` was replaced for sure: the program said so. ``withdrawn`` are the
    messages that were to be taken back, with whether the program promised it: it may have ended
    over the asking, and a room may refuse. ``quoted`` names what a message answers.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, bool] = field(default_factory=dict)
    quoted: dict[str, str] = field(default_factory=dict)
    elsewhere: "WishedWords | None" = field(default=None, repr=False)
    _names: dict[str, str] = field(default_factory=dict)

    def adopt(self, name: str) -> bool:
        """Whether it is a message of this doctor, wherever it was typed; then it may be changed."""
        typed = self.elsewhere.texts.get(name) if self.elsewhere else None
        if typed and name not in self.texts:
            self.texts[name] = typed[:1]
        return name in self.texts

    def is_of_other(self, name: str, text: str) -> bool:
        """Whether the doctor asked for these words at the other computer."""
        return self.elsewhere is not None and text in self.elsewhere.texts.get(name, ())

    def was_withdrawn(self, name: str) -> bool:
        """Whether the doctor asked to take it back, here or at the other computer."""
        there = self.elsewhere is not None and name in self.elsewhere.withdrawn
        return there or name in self.withdrawn

    def typed(self, name: str, text: str) -> None:
        """A message that was queued."""
        self.texts.setdefault(name, [text])

    def corrects(self, name: str, text: str) -> None:
        """Other words are asked for."""
        self.texts.setdefault(name, []).append(text)

    def corrected(self, name: str, text: str, *, done: bool) -> None:
        """The program said that it gave them, or that there was nothing to correct."""
        name = self._names.get(name, name)
        if done:
            self.settled[name] = self.texts[name].index(text)
        else:
            self.texts[name].remove(text)

    def withdraws(self, name: str) -> None:
        """It is to be taken back."""
        self.withdrawn.setdefault(name, False)

    def withdrew(self, name: str, *, done: bool) -> None:
        """The program said that it took it back, or that there was nothing to take back."""
        if done:
            self.withdrawn[name] = True

    def renamed(self, old: str, new: str) -> None:
        """What failed and was given other words goes out under an id of its own."""
        self._names[old] = new
        self.texts[new] = [*self.texts[old]]
        self.withdrawn[new] = False
        self.quoted |= {new: self.quoted[old]} if old in self.quoted else {}

    def former(self, name: str) -> set[str]:
        """The ids that a message had before."""
        olds = {old for old, new in self._names.items() if new == name}
        return olds.union(*map(self.former, olds))

    def failed(self, name: str) -> None:
        """It was refused, or a change of it: what was promised of a withdrawal is void.

        A correction before it may have been refused first, and was given up for the withdrawal.
        """
        if name in self.withdrawn:
            self.withdrawn[name] = False
            self.gave_up(name)

    def gave_up(self, name: str) -> None:
        """A change that was refused is not wanted any more: any text before may stand."""
        self.settled.pop(name, None)

    def allowed(self, name: str) -> Sequence[str]:
        """What a message may say now."""
        return self.texts.get(name, [])[self.settled.get(name, 0) :]


def shown_otherwise(
    words: WishedWords, messages: Sequence[Message], by_id: Mapping[str, Said]
) -> Iterator[str]:
    """What is shown of own messages, at any moment, that is not what the doctor asked for."""
    for each in messages:
        name = each.origin_id
        if name not in words.texts:
            continue
        promised = words.withdrawn.get(name)
        if each.retracted and not words.was_withdrawn(name):
            yield f"withdrawn unasked: {name}"
        elif promised and not each.retracted and each.delivery is not Delivery.FAILED:
            yield f"withdrawn and back: {each.text}"
        elif each.text and not (
            each.text in words.allowed(name) or words.is_of_other(name, each.text)
        ):
            yield f"shown {each.text} for {words.allowed(name)}"
        if each.position is not None and each.amending is Amending.NOTHING and name in by_id:
            yield from _settled_otherwise(each, by_id[name])


def out_of_sight(waiting: Sequence[OutboxEntry], lines: Sequence[Message]) -> Iterator[str]:
    """What waits for the network or the doctor, while no line shows that it does.

    What is under way may be a change of something that is withdrawn by now.
    """
    open_lines = {
        each.origin_id
        for each in lines
        if each.position is None or each.amending is not Amending.NOTHING
    }
    for each in waiting:
        name = each.amends or each.origin_id
        if each.state is not Delivery.SENDING and name not in open_lines:
            yield f"{each.state.value} and not in sight: {each.text or name}"


def _settled_otherwise(message: Message, by_id: Said) -> Iterator[str]:
    """What is shown as said was said."""
    if message.retracted and not by_id.withdrawn:
        yield f"called withdrawn before: {message.origin_id}"
    if message.text and message.text not in by_id.texts:
        yield f"called corrected before: {message.text}"


def archived_otherwise(
    words: WishedWords,
    by_id: Mapping[str, Said],
    failed: Collection[str],
    gone: Collection[str] = (),
) -> Iterator[str]:
    """What a room has of own messages, at last, that is not what the doctor asked for.

    Where the last change ``failed``, it has what came before. What is ``gone`` from its archive, by
    their ids, was refused when it was said once more, or was lost before anybody here had seen it:
    nobody could know that it had been there.
    """
    for name, each in by_id.items():
        asked = words.texts.get(name)
        if asked is None or name in gone:
            continue
        order = [asked.index(text) for text in each.texts if text in asked]
        if order != sorted(set(order)):
            yield f"said in another order than asked for: {each.texts} for {asked}"
        if each.withdrawn and not words.was_withdrawn(name):
            yield f"withdrawn unasked: {name}"
        if name in failed:
            continue
        if words.withdrawn.get(name) and not each.withdrawn:
            yield f"not withdrawn: {name}"
        if not each.withdrawn and order and asked[order[-1]] not in words.allowed(name):
            yield f"says {asked[order[-1]]} for {words.allowed(name)}"
