"""A sign-in for the window's tests, with no more services than a test needs."""

from functools import cached_property
from types import SimpleNamespace
from typing import Self

from workstation.domain.audit import AuditEvent


class OneGroup:
    """Stands for a sign-in and for each of its groups: services lie on it by their names."""

    @cached_property
    def audit(self) -> SimpleNamespace:
        """Takes down what is audited in ``recorded``: the event, and the consultation."""
        recorded: list[tuple[AuditEvent, int | None]] = []

        def record(event: AuditEvent, number: int | None = None, detail: str = "") -> None:  # noqa: ARG001
            recorded.append((event, number))

        return SimpleNamespace(record=record, recorded=recorded)

    @property
    def messaging(self) -> Self:
        """The group of that name, which here is the whole."""
        return self

    @property
    def lists(self) -> Self:
        """The group of that name, which here is the whole."""
        return self

    @property
    def media(self) -> Self:
        return self

    @property
    def account(self) -> Self:
        return self


class Way:
    """A way to the platform that tells whether it was closed."""

    is_closed = False

    async def aclose(self) -> None:
        self.is_closed = True
