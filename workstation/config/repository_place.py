"""The kind of setting for the location of the update repository."""

import re
from typing import Any

from workstation.config.kinds import FilePath, Text
from workstation.domain.address import ApiBase
from workstation.domain.errors import InputError

_WEB = re.compile(r"https?:", re.IGNORECASE)


class RepositoryPlace(FilePath):
    """A folder by its absolute path, or an ``https`` address; an empty text is none."""

    def read(self, raw: Any) -> str:
        """The path, or the address in its canonical spelling. Raises ``ValueError``."""
        text = Text().read(raw)
        if not _WEB.match(text):
            return super().read(raw)
        try:
            base = ApiBase.parse(text)
        except InputError:
            raise ValueError from None
        if not base.private:
            raise ValueError
        return str(base)

    def redacted(self, value: str) -> Any:
        """The whole address, or the folder's name."""
        return value if _WEB.match(value) else super().redacted(value)
