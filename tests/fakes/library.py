"""A function of a library of Windows, stood in for."""


class Function:
    """A function of a library, with the types of its arguments as they were declared."""

    def __init__(self, does):
        self.does, self.argtypes = does, None

    def __call__(self, *arguments):
        assert len(arguments) == len(self.argtypes)
        return self.does(*arguments)
