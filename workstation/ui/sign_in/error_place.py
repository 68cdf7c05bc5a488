"""Which field of the sign-in page an error is about."""

from workstation.domain.errors import AnswerError, InputError, NetworkError, TokenRejected


def place_of(error: BaseException) -> str:
    """The place of an error: ``address``, ``token``, or another word for one of no field."""
    if isinstance(error, TokenRejected):
        return "token"
    if isinstance(error, NetworkError | AnswerError):
        return "address"
    return error.field if isinstance(error, InputError) else ""
