"""Which field of the sign-in page an error is about."""

from workstation.domain.errors import AnswerError, InputError, NetworkError, TokenRejected


def place_of(error: BaseException) -> str:
    """``address``, ``token``, or another word for what is no field's fault."""
    if isinstance(error, TokenRejected):
        return "token"
    if isinstance(error, NetworkError | AnswerError):
        return "address"
    return error.field if isinstance(error, InputError) else ""
