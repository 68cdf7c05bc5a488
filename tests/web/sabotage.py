"""Switches off each guard of the edges in turn and shows that a test turns red.

``python -m tests.web.sabotage`` works on a copy of the tree; ten minutes. A word after it takes only
the modules that begin with it. Exits with 1 when a guard could go without any test noticing, or
when the source no longer holds it as written here.
"""

# ruff: noqa: E501 (a guard stands on one line; a path holds no password)

import sys

from tests.sabotage import Guard, judge

GUARDS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("domain/address", 'or "@" in parts.netloc', "", "web"),
    ("domain/address", "or _FORBIDDEN.search(url)", "", "web"),
    ("domain/address", "numeric\n        or ", "", "web"),
    ("domain/address", 'if "%" in text:', "if False:", "web"),
    ("web/api_client", "if incoming.redirects:", "if False:", "web"),
    ("web/api_client", 'all("!" <= character <= "~" for character in token)', "True", "web"),
    ("web/api_client", "limit=API_BYTES", "limit=10**12", "web"),
    ("web/body", "if total > limit:", "if False:", "web"),
    ("web/body", "decompress(chunk, self.PIECE)", "decompress(chunk)", "web"),
    ("web/body", "if not self._stream.eof:", "if False:", "web"),
    ("web/deadline", "asyncio.timeout(seconds)", "asyncio.timeout(3600)", "web"),
    ("web/json_text", "> JSON_VALUES:", "> 10**12:", "web"),
    ("web/json_text", "if _deeper(", "if False and _deeper(", "web"),
    ("web/json_text", "parse_constant=_refuse", "parse_constant=float", "web"),
    ("web/exchange", "self._pool._network_backend = backend", "pass", "web"),
    ("web/exchange", "raise _own_error(error) from None", "raise _own_error(error) from error", "web"),
    ("web/tls", "context.minimum_version = ssl.TLSVersion.TLSv1_2", "context.minimum_version = ssl.TLSVersion.TLSv1; context.set_ciphers('ALL:@SECLEVEL=0')", "web"),
    ("web/tls", "context: ssl.SSLContext = ", "context: ssl.SSLContext = ssl.create_default_context() or ", "web"),
    ("web/tls", "names.get(host, name)", "name", "web"),
    ("web/media_client", "at_home = at_home and link.origin == self._home", "at_home = True", "web"),
    ("web/media_client", "at_home = at_home and link.origin == self._home", "at_home = link.origin == self._home", "web"),
    ("web/media_client", "if not self._allows(link):", "if False:", "web"),
    ("web/media_client", "link.origin.encrypted and not target.origin.encrypted", "False", "web"),
    ("web/media_client", "if n.lower() in SLOT_HEADERS", "", "web"),
    ("web/media_client", "range(REDIRECTS + 1)", "range(10**6)", "web"),
    ("domain/recovery", "case TlsFailure() | StorageError():", "case StorageError():", "web"),
    ("web/retry", "        async with within(self.seconds, call=call):\n            return await action()\n", "        return await self.read(action, call=call)\n", "web"),
    ("web/proxy", "if origin.loopback or choice == NO_PROXY:", "if choice == NO_PROXY:", "web"),
    ("api/envelope", "if status in _TOKEN or code in _TOKEN:", "if status in _TOKEN:", "api"),
    ("api/envelope", "[:MAX_MESSAGE_CHARACTERS]", "", "api"),
    ("api/rows", "except MalformedAnswer as error:", "except ZeroDivisionError as error:", "api"),
    ("api/rows", "if items.setdefault(identity(item), item) is not item:", "items[object()] = item\n        if False:", "api"),
    ("api/rows", "if len(payload) > MAX_ROWS:", "if False:", "api"),
    ("api/reading", "if isinstance(value, bool) or not isinstance(value, int):", "if not isinstance(value, int):", "api"),
    ("api/reading", '_UNUSABLE.sub("\\ufffd", str(value))', "str(value)", "api"),
    ("api/consultations", "if consultation.consultation_id != consultation_id:", "if False:", "api"),
    ("api/im", "asked + seconds", "asked + seconds + 1", "api"),
    ("media/origins", "if self.listed:", "if False:", "media"),
    ("media/origins", "zone is not Zone.NOWHERE and (zone < Zone.COMPUTER or self.base.origin.loopback)", "True", "media"),
    ("media/origins", "return zone <= nearest", "return zone <= nearest or self.home.loopback", "web/test_reach.py"),
    ("media/origins", "min(home, Zone.CLINIC)", "home", "web/test_reach.py"),
    ("domain/zones", "target = _embedded_target(address)", "target = address", "domain/test_zones.py"),
    ("services/access", "open_wire(network, origins)", "open_wire(network)", "services/test_media_reach.py"),
    ("web/reach", "self._bounds.reaches(zone_of(address), home)", "True", "web/test_reach.py"),
    ("web/reach", "return await self._filter.admitted(host, port)", "await self._filter.admitted(host, port); return await addresses_of(host, port)", "web/test_reach.py"),
    ("web/reach", "self._filter.require_elsewhere(stream)", "pass", "web/test_reach.py"),
    ("web/asyncio_backend", "await _close(made[1:])", "", "web/test_reach.py"),
    ("web/exchange", "await self._filter.require_through_proxy(request.link.origin, proxy)", "pass", "web/test_reach.py"),
    ("media/picture", "if len(content) > MAX_PICTURE_BYTES:", "if False:", "media"),
    ("media/picture", "width * height > MAX_PICTURE_PIXELS", "False", "media"),
    ("media/formats", "if form is None or form.kind is not kind:", "if form is None:", "media"),
    ("media/cleaning/jpeg", "return marker == _EOI", "return True", "media"),
    ("media/cleaning/jpeg", "if not exact:", "if False:", "media"),
    ("media/cleaning/jpeg", "segment.payload[7:12] + b", "segment.payload[7:] + b", "media"),
    ("media/jpeg", "for _ in range(MAX_SEGMENTS):", "while True:", "media"),
    ("media/cleaning/png", "return data if len(data) in _LENGTHS.get(kind, ()) else None", "return data", "media"),
    ("media/cleaning/webp", 'return data if kind in _STILL or kind == b"VP8X" else b""', "return data", "media"),
    ("media/cleaning/webp", "if kind in _STILL and kind not in seen:", "if True:", "media"),
    ("media/cleaning/gif", '    return b""\n', "    return block\n", "media"),
    ("media/cleaning/bmp", "start + _pixel_length(content, layout, start)", "len(content)", "media"),
    ("media/cleaning/icc", "if name not in _TYPES or", "if", "media"),
    ("media/sealed", "bytes([index + 1 == count])", "bytes([0])", "media"),
    ("media/sealed", "MAGIC + salt + context", "MAGIC + salt", "media"),
    ("media/cache", "except (OSError, StorageError):", "except OSError:", "media"),
    ("media/cache", "> self._limit:\n            self._drop", "> 10**12:\n            self._drop", "media"),
    ("media/heif", "for _ in range(MAX_BOXES):", "while True:", "media/test_heif.py"),
    ("media/heif", "if not inside <= after <= end:", "if False:", "media/test_heif.py"),
    ("media/heic", "if not available():", "if False:", "media/test_heif.py"),
    ("decoder/process", '[sys.executable, "-I",', "[sys.executable,", "decoder"),
    ("decoder/process", "if name in os.environ}", "if name in os.environ} | dict(os.environ)", "decoder"),
    ("decoder/process", "limit.start()", "pass", "decoder"),
    ("decoder/heic", "if width * height > int(max_pixels):", "if False:", "media/test_heif.py"),
    ("media/picture", 'raise UnsupportedMedia("heic")', "return picture", "media/test_heif.py"),
    ("media/jpeg", "for segment in segments(content, whole=False):\n        if segment.marker in _SIZES", "for segment in segments(content):\n        if segment.marker in _SIZES", "media"),
    ("ui/media/pictures", "if size.width() * size.height() > MAX_PIXELS:", "if False:", "ui/media/test_pictures.py"),
    ("ui/media/pictures", "elif form not in DECODABLE:", "elif False:", "ui/media/test_pictures.py"),
    ("media/library", "if sniff(content[:HEAD_BYTES]) is not None:", "if True:", "media"),
    ("media/upload", "if base.origin.encrypted and not link.origin.encrypted:", "if False:", "media"),
    ("vault/keys/secret_store", "if await self.read(name) != secret:", "if False:", "vault/test_keys.py"),
    ("vault/keys/secret_store", "        require_allowed(backend, ALLOWED_BACKENDS.get(platform, ()) if allowed is None else allowed)\n", "", "vault/test_keys.py"),
    ("vault/keys/secret_store", '{"set_properties_from_env": lambda _self: None}', "{}", "vault/test_keys.py"),
    ("vault/keys/secret_store", "> MAX_WINDOWS_BYTES", "> 10**9", "vault/test_keys.py"),
    ("vault/keys/secret_store", 'backend.persist = "local machine"', "pass", "vault/test_keys.py"),
    ("vault/keys/key_file", 'prove(decode(_content(new) or b"", account))', "pass", "vault/keys"),
    ("vault/keys/key_file", "if error is not None:", "if False:", "vault/keys"),
    ("vault/keys/key_chain", "self._tries.begin()", "pass", "vault/keys"),
    ("vault/keys/key_chain", "await self._entries.clean(key, half_too=kind is KeyKind.CODE)", "pass", "vault/keys"),
    ("vault/keys/wrapped_key", "if wrapped.account != mark(account.encode()):", "if False:", "vault/keys"),
    ("vault/keys/wrapped_key", "if not wrapped.cost.allowed:", "if False:", "vault/keys"),
    ("vault/keys/wrapped_key", 'if fields.pop("check", None) != _check(fields):', 'if fields.pop("check", "") is None:', "vault/keys"),
    ("vault/keys/try_counter", "self._since + delay(self.count) - self._clock()", "0.0", "vault/keys"),
    ("log", "if not _own(record.name) or not isinstance(record.msg, str):", "if False:", "log"),
    ("log", 'return f"<text of {len(value)}>"', "return value", "log"),
    ("log", "os.open(path, flags, 0o600)", "os.open(path, flags, 0o644)", "log"),
    ("settings/resolve", "not declaration.is_for_users or declaration.key in locked", "False", "config"),
    ("settings/resolve", "if declaration.key == API_BASE and source.machine:", "if False:", "config"),
    ("settings/ownership", "if status.st_uid != 0 or status.st_mode & OTHERS_WRITE:", "if False:", "config"),
    ("settings/save", "if resolution.locked(key):", "if False:", "config"),
    ("services/server_address", "if not (base.private or", "if not (True or", "sign_in"),
]  # fmt: skip


def main(only: str = "") -> int:
    """Try every guard, or those of modules that begin with ``only``."""
    return judge([Guard(*guard) for guard in GUARDS if guard[0].startswith(only)])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
