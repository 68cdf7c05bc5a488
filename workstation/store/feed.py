"""Publish and subscribe: each subscriber gets each value, in order."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Unsubscribe = Callable[[], None]
log = logging.getLogger(__name__)


class Feed(Generic[T]):
    """Publishes values to subscribers.

    A subscriber that fails affects neither the others nor the publisher: what could not be shown
    must not end the session. The failure is logged and published by ``faults``, to be reported.
    """

    def __init__(self) -> None:
        self._subscribers: dict[object, Callable[[T], None]] = {}

    def subscribe(self, callback: Callable[[T], None]) -> Unsubscribe:
        """Call ``callback`` with every value from now on, until the returned function is called."""
        token = object()
        self._subscribers[token] = callback
        return lambda: self._drop(token)

    @property
    def has_subscribers(self) -> bool:
        """Whether there is a subscriber."""
        return bool(self._subscribers)

    def publish(self, value: T) -> None:
        """Call every subscriber with ``value``, in the order they came; raises none of theirs."""
        for token, callback in list(self._subscribers.items()):
            if token not in self._subscribers:
                continue
            try:
                callback(value)
            except Exception as fault:
                log.exception("a subscriber failed")
                if self is not faults:
                    faults.publish(fault)

    def _drop(self, token: object) -> None:
        self._subscribers.pop(token, None)


faults: Feed[Exception] = Feed()
"""Every failure of a subscriber of any other feed."""
