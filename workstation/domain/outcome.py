"""Whether a write was carried out, as far as its error tells.

A request that breaks off may have reached the server, and its answer may be what got lost: a
consultation may be opened, or deleted, although the call failed. Nobody may then say "it was not",
nor do it a second time, before the platform's list was read again.
"""

from workstation.domain.errors import AnswerError, ConnectionDropped, DeadlineExceeded, ServerFault

OUTCOME_UNKNOWN = (ConnectionDropped, DeadlineExceeded, AnswerError, ServerFault)
"""After these the outcome is unknown: read the list again before reporting one."""
