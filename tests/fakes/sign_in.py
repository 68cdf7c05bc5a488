"""A sign-in for the window's tests, with no more services than a test needs."""

from typing import Self


class OneGroup:
    """Stands for a sign-in and for each of its groups: services lie on it by their names."""

    @property
    def messaging(self) -> Self:
        return self

    @property
    def lists(self) -> Self:
        return self

    @property
    def media(self) -> Self:
        return self

    @property
    def account(self) -> Self:
        return self
