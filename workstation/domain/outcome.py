"""Whether a write was carried out, as far as its error tells."""

from workstation.domain.errors import AnswerError, ConnectionDropped, DeadlineExceeded, ServerFault

OUTCOME_UNKNOWN = (ConnectionDropped, DeadlineExceeded, AnswerError, ServerFault)
"""After these nobody knows: read again before saying so."""
