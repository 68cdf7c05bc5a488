"""The names of the files beside a vault that hold its key, or what lies with the key.

Whatever sets a vault aside takes its key along, and whatever erases one begins with the key.
Neither has to know how a key is wrapped, so the names stand apart from ``keys``.
"""

KEY_FILE = "vault.key"
KEY_FILE_COPY = "vault.key.copy"
NEW_KEY_FILE = "vault.key.new"
"""What a new key is written to first, until it is proven."""

SEALED_TOKEN = "sign-in.sealed"  # noqa: S105 - a file's name

KEY_FILES = (NEW_KEY_FILE, KEY_FILE_COPY, KEY_FILE)
"""All files of a wrapped key, the one that counts last."""
