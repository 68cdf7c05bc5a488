"""Every bound of the web in one place: seconds, bytes, depth, tries."""

API_SECONDS = 30.0
MEDIA_SECONDS = 120.0
CONNECT_SECONDS = 10.0
WRITE_SECONDS = 30.0
"""In which a line must take the next piece of what is sent, or it is a dead one."""

UPLOAD_BYTES_A_SECOND = 16 * 1024
"""A line as slow as that is not given up: a file has so much more time than ``MEDIA_SECONDS``."""

READ_BYTES_A_SECOND, MAX_LENGTHENING = 1024, 10
"""A line that brings as much is not given up: an answer has more time, up to so many times."""

API_BYTES = 16 * 1024 * 1024
MEDIA_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
UPLOAD_CHUNK = 64 * 1024

JSON_DEPTH = 32
JSON_VALUES = 1_000_000

REDIRECTS = 5

READ_TRIES = 4
MAX_RETRY_AFTER_SECONDS = 300.0

CONNECTIONS = 8
KEPT_CONNECTIONS = 4
KEPT_SECONDS = 4.0
"""Shorter than any server keeps an idle connection: a write must not meet its end."""
