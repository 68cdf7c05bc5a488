"""How long a password of the IM server is good, on a clock that nobody sets."""

from workstation.domain.im import ImPassword


def test_a_password_runs_out_at_its_second() -> None:
    password = ImPassword("secret", expires_at=4_600.0)
    assert password.seconds_left(1_000.0) == 3_600.0
    assert password.seconds_left(4_601.0) == -1.0
    assert "secret" not in repr(password)
