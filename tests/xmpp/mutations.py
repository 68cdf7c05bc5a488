"""Frames that nobody meant, made from frames of real servers: broken, and well-formed nonsense."""

import random

from tests.xmpp.transcript import names, read
from workstation.xmpp.xml import Element, parse, serialise

FRAMES = sorted({line[2:] for name in names() for line in read(name) if line.startswith("< ")})


def mutated(frame: str, chance: random.Random) -> str:
    """The frame with a few characters changed, cut, doubled or swapped."""
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.choices(range(len(frame) + 1), k=2))
        frame = chance.choice([
            frame[:at] + chance.choice("<>&'\"/= x\x00\ud800\ufffe陈") + frame[at + 1 :],
            frame[:at] + frame[min(to, at + 40) :],
            frame[:to] + frame[at:to] + frame[to:],
            frame[to:] + frame[:to],
        ])  # fmt: skip
    return frame


def grafted(root: Element, other: Element, chance: random.Random) -> Element:
    """An element with parts of another: well-formed nonsense."""
    nodes, donors = list(root.iter()), list(other.iter())
    for _ in range(chance.randint(1, 3)):
        node, donor = chance.choice(nodes), chance.choice(donors)
        act = chance.randrange(4)
        if act == 0 and donor is not root:
            node.append(parse(serialise(donor)))
        elif act == 1 and len(node):
            node.remove(chance.choice(list(node)))
        elif act == 2 and donor.attrib:
            name = chance.choice(list(donor.attrib))
            node.set(name, donor.attrib[name])
        else:
            node.text = donor.text
    return root
