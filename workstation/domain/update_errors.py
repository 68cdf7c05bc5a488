"""The branch of errors of updates that IT controls: a repository, or a file of it, is not used."""

from typing import Literal

from workstation.domain.errors import WorkstationError


class UpdateError(WorkstationError):
    """An update cannot be had from the administrator's repository; the program works on.

    ``place`` is the file of the repository that it is about.
    """

    code = "update"

    def __init__(self, place: str = "", detail: str = "") -> None:
        super().__init__(": ".join(part for part in (detail, place) if part))
        self.place = place


RefusalReason = Literal[
    "no_repository",  # the policy names none
    "unpinned",  # the policy names no trusted root
    "foreign_root",  # the first root is another than the policy names
    "signature",  # fewer signatures of the right keys than needed
    "expired",
    "older",  # than what this computer has seen
    "tampered",  # not what the signed metadata say
    "malformed",
    "too_large",
    "no_version",  # the policy's target version is not approved for this ring
    "going_back",  # the target version is older than the installed one
    "exchanged",  # what lies staged is not what was signed
    "msi_back",  # Windows Installer replaces nothing by something older
    "untrusted_folder",  # others can write where the installing step keeps its own
]


class UpdateRefused(UpdateError):
    """What lies in the repository is not what the administrator signed, or not any more."""

    code = "update.refused"

    def __init__(self, reason: RefusalReason, place: str = "") -> None:
        super().__init__(place, reason)
        self.reason = reason


class UpdateIncomplete(UpdateError):
    """A file is missing or cut short: the repository is just being copied. Not yet."""

    code = "update.incomplete"


class UpdateUnreachable(UpdateError):
    """The repository's folder or server cannot be reached now."""

    code = "update.unreachable"


class NothingStaged(UpdateError):
    """No account of this computer has staged an update."""

    code = "update.nothing_staged"


class InstallerFailed(UpdateError):
    """The verified installer did not do its work; ``place`` has the program and its exit code."""

    code = "update.installer"


class NotAdministrator(UpdateError):
    """Only an administrator installs."""

    code = "update.not_administrator"
