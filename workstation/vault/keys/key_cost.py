"""What trying a code costs: Argon2id (RFC 9106), its cost chosen on this machine.

The floor is 64 MiB and 250 ms; no file that names less than 64 MiB is ever used, or somebody could
put one in place that makes the doctor's next unlocking cheap to guess from. Memory grows first, as
it is what a guesser's graphics cards lack. One lane: the library computes on one thread, and more
lanes would only help who has more threads.

Blocking, for about a second: callers are threads. The library gives the interpreter free meanwhile.
"""

import math
from time import perf_counter
from typing import cast

from workstation.domain.errors import StorageError
from workstation.domain.value import Value

MIN_MEMORY_KIB = 64 * 1024
MAX_MEMORY_KIB = 1024 * 1024
MAX_CHOSEN_KIB = 256 * 1024
"""What is chosen stays below what an old clinic PC can spare; files may name up to 1 GiB."""

MAX_PASSES = 256
MAX_LANES = 16
MIN_SECONDS = 0.25
AIMED_SECONDS = 0.35
KEY_BYTES = 32


class KeyCost(Value):
    """Memory in KiB, passes over it, and lanes; stored beside the key that they protect."""

    memory_kib: int
    passes: int
    lanes: int = 1

    @property
    def allowed(self) -> bool:
        """Whether it is neither too cheap for a guesser nor too dear for this program."""
        return (
            MIN_MEMORY_KIB <= self.memory_kib <= MAX_MEMORY_KIB
            and 1 <= self.passes <= MAX_PASSES
            and 1 <= self.lanes <= MAX_LANES
        )


def derive(code: bytes | bytearray, salt: bytes, cost: KeyCost) -> bytearray:
    """The 32 bytes of a code under a salt, to be wiped by the caller. Raises ``StorageError``."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derived = bytearray(KEY_BYTES)
    function = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    try:
        function.derive_into(cast("bytes", code), derived)  # any buffer, say its docs
    except MemoryError:
        raise StorageError("not enough memory for a code") from None
    return derived


def choose_cost() -> KeyCost:
    """A cost that takes this machine at least 250 ms, and hardly more than half a second.

    Where one pass over 64 MiB takes longer than that, it stays at this floor.
    """
    cost = KeyCost(MIN_MEMORY_KIB, 1)
    seconds = _measure(cost)
    while seconds < MIN_SECONDS / 2 and cost.memory_kib < MAX_CHOSEN_KIB:
        larger = KeyCost(cost.memory_kib * 2, 1)
        try:
            cost, seconds = larger, _measure(larger)
        except StorageError:
            break
    if seconds >= MIN_SECONDS:
        return cost
    passes = math.ceil(AIMED_SECONDS / max(seconds, AIMED_SECONDS / MAX_PASSES))
    return KeyCost(cost.memory_kib, min(passes, MAX_PASSES))


def _measure(cost: KeyCost) -> float:
    begun = perf_counter()
    derive(b"measured", bytes(16), cost)
    return perf_counter() - begun
