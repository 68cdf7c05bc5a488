"""Every error that the program knows."""

from workstation.domain import errors


def every_error() -> list[type[errors.WorkstationError]]:
    """All classes of the tree of errors, in no order."""
    kinds, waiting = [], [errors.WorkstationError]
    while waiting:
        kind = waiting.pop()
        kinds.append(kind)
        waiting += kind.__subclasses__()
    return kinds
