"""JSON Web Tokens (RFC 7519) under HS256, as a platform makes them for ejabberd."""

import base64
import hmac
import json
from collections.abc import Mapping


def key_file(secret: bytes) -> str:
    """The JSON Web Key (RFC 7517) of a shared secret."""
    return json.dumps({"kty": "oct", "alg": "HS256", "k": _encoded(secret)})


def signed(claims: Mapping[str, object], secret: bytes) -> str:
    """A signed token."""
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    text = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    return f"{text}.{_encoded(hmac.digest(secret, text.encode(), 'sha256'))}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
