"""What the details are shown with where no picture matters."""


class NoMedia:
    """Pictures that never come."""

    def thumbnail(self, *_):
        return None

    def voice(self, *_):
        return None
