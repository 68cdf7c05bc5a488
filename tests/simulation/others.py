"""What others than the doctor change of what was said: own words, and, forging, other people's."""

from typing import TYPE_CHECKING

from tests.simulation.people import SPEAKERS

if TYPE_CHECKING:
    from tests.simulation.world import World

FORGED = 0.2
UNHEARD_OF = 0.1
WITHDRAWALS = 0.3


def change(world: "World", number: int) -> bool:
    """Somebody corrects or withdraws something; false where nothing was said yet.

    What is changed may be a correction itself, be changed already, or never have been said.
    """
    mind, room = world.mind, world.rooms[number]
    spoken = [each for each in world.server.lines(room) if not each.poison and not each.retracts]
    if not spoken:
        return False
    target, forged = mind.choice(spoken), mind.random() < FORGED
    members = [each for each in SPEAKERS if forged or each == target.member_id]
    if not members:
        return False
    world.counts["others changed"] += 1
    name = f"y{world.counts['others changed']}"
    known = mind.random() >= UNHEARD_OF
    if mind.random() < WITHDRAWALS:
        more = {"retracts": target.archive_id if known else "never"}
    else:
        more = {"replaces": target.origin_id if known else "never"}
    text = "" if "retracts" in more else f"q{name}"
    world.server.speak(room, mind.choice(members), name, text, **more)
    return True
