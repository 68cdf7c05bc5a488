"""What a policy tells a PC of the hospital's own platform, and of its IM servers."""

OF_A_HOSPITAL = {
    "api.base": "https://api.hospital.example",
    "api.paths": {"doctor": "/v9/me"},
    "im.domain": "im.hospital.example",
    "im.path": "/ws",
    "im.room_name": "room-{id}",
    "im.room_service": "rooms.hospital.example",
    "im.weakest_mechanism": "SCRAM-SHA-512",
}
