"""A player that only remembers what it was told."""

from workstation.devices.playing import PlayerPhase, PlayerState


class Player:
    """Does as told and remembers it; tells states like the real one."""

    def __init__(self, tell):
        self.tell, self.calls = tell, []

    def load(self, content, media_type):
        self.calls.append(("load", content, media_type))
        self.tell(PlayerState(PlayerPhase.PAUSED, 0, 10_000))

    def unload(self):
        self.calls.append(("unload",))

    def play(self):
        self.calls.append(("play",))
        self.tell(PlayerState(PlayerPhase.PLAYING, 0, 10_000))

    def pause(self):
        self.calls.append(("pause",))
        self.tell(PlayerState(PlayerPhase.PAUSED, 0, 10_000))

    def seek(self, position_ms):
        self.calls.append(("seek", position_ms))

    def set_rate(self, rate):
        self.calls.append(("rate", rate))
