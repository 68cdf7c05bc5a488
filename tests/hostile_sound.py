"""Contents that begin like a recording and are something else to FFmpeg.

Each prefix was one that passed for a recording by its first bytes; `192.0.2.0/24` is an address of
documentation (RFC 5737), which nobody has.
"""

PORT = 45_678
SESSION = (
    b"v=0\r\no=- 0 0 IN IP4 192.0.2.77\r\ns=x\r\nc=IN IP4 192.0.2.77\r\nt=0 0\r\n"
    b"m=audio %d RTP/AVP 0\r\n" % PORT
) + b" " * 50
PLAYLIST = b"ffconcat version 1.0\nfile 'private.mp3'\n"
ID3 = b"ID3\x04\0\0\0\0\0\x14" + bytes(20)
PREFIXES = {
    "id3": ID3,
    "mp3": b"\xff\xfb\x90\x44\n",
    "aac": b"\xff\xf1\x50\x80\n",
    "ogg": b"OggS\n",
    "webm": b"\x1a\x45\xdf\xa3webm\n",
    "amr": b"#!AMR\n",
    "flac": b"fLaC\n",
    "wave": b"RIFF\0\0\0\0WAVE\n",
    "m4a": b"\0\0\0\x18ftypM4A \n",
}
CONTENTS = {name: prefix + SESSION for name, prefix in PREFIXES.items()} | {
    "playlist": ID3 + PLAYLIST,
    "hls": ID3 + b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nprivate.ts\n",
}
