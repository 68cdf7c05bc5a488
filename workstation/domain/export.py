"""What may leave the program, and by whose leave: values of the administrator's rules.

Whatever puts something of a patient onto the clipboard, into a file or onto paper takes an
``ExportPermit``, and only the gate of the window makes one for such things. So a new way out
cannot forget to ask: it does not type-check without a permit (``tests/house/test_ways_out.py``).
"""

import enum

from workstation.domain.value import Value


class ExportChannel(enum.Enum):
    """A way out; its value is the word in the audit log."""

    TEXT = "copy_text"
    PICTURE = "copy_picture"
    FILE = "save"
    PRINT = "print"
    PDF = "pdf"


class ExportRule(enum.Enum):
    """What the policy says of a way out."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


class ExportPermit(Value):
    """Leave to let something out, once, by one way."""

    channel: ExportChannel | None


NO_PATIENT_DATA = ExportPermit(None)
"""For what the program says of itself: an error's details, the diagnostics, the audit log."""
