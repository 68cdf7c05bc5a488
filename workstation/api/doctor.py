"""The doctor's own detail: who is signed in, and the page patients see (2.1)."""

from workstation.api import schemas
from workstation.api.platform import Platform
from workstation.config.calls import DOCTOR, SAVE_DOCTOR
from workstation.domain.errors import naming_call
from workstation.domain.profile import Profile


class Doctor:
    """The signed-in doctor. Methods raise ``NetworkError``, ``AnswerError``, ``PlatformError``.

    The token says who that is: no call names a doctor (platform contract, 2.1).
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def detail(self) -> Profile:
        """The detail as the platform has it now; also the way to try a token at sign-in.

        Raises ``TokenRejected``, and ``MalformedAnswer`` without a ``member_id``.
        """
        envelope = await self._platform.read(DOCTOR)
        with naming_call(DOCTOR.name):
            return schemas.profile(envelope.payload)

    async def save(self, profile: Profile) -> None:
        """Replace the detail, once; the platform may trim it, so read it again afterwards.

        Raises ``ConflictError`` where it changed since it was read, ``Refused`` with the platform's
        reason.
        """
        await self._platform.write(SAVE_DOCTOR, body=schemas.profile_body(profile))
