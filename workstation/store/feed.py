"""The feed of changes: who wants to know is told, in order, once each."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Unsubscribe = Callable[[], None]


class Feed(Generic[T]):
    """Tells values to subscribers; one that fails does not keep the others from hearing."""

    def __init__(self) -> None:
        self._subscribers: dict[object, Callable[[T], None]] = {}

    def subscribe(self, callback: Callable[[T], None]) -> Unsubscribe:
        """Call ``callback`` with every value from now on, until the returned function is called."""
        token = object()
        self._subscribers[token] = callback
        return lambda: self._drop(token)

    def publish(self, value: T) -> None:
        """Tell everybody; raises the first subscriber's error after all were told."""
        first: Exception | None = None
        for token, callback in list(self._subscribers.items()):
            if token not in self._subscribers:
                continue
            try:
                callback(value)
            except Exception as fault:  # noqa: BLE001 - raised below, when all have heard
                first = first or fault
        if first is not None:
            raise first

    def _drop(self, token: object) -> None:
        self._subscribers.pop(token, None)
