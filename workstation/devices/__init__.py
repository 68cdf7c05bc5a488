"""Audio in and out. QtMultimedia is loaded nowhere else, and never before the line below.

FFmpeg, which QtMultimedia decodes with, has some 300 readers and picks one by the content. Among
them are playlists and descriptions of network sessions: what a patient sent as a voice could have
it open a UDP port and play what arrives there, or read a local file. This list of protocols that
it may open, beside the bytes that are handed to it, has one entry that is no protocol. QtMultimedia
knows the variable from 6.9 on, and passes it to each content that is opened. It is set here and not
asked for, so nothing outside can widen it; child processes inherit it.
"""

import os
from typing import Final

ALLOWED_PROTOCOLS: Final = "QT_FFMPEG_PROTOCOL_WHITELIST"

os.environ[ALLOWED_PROTOCOLS] = "none"
