"""The system's resolver, answering what a test says; numbers and other names stay the system's."""

import socket


class Names:
    """``leads`` lets a name lead somewhere; each asking takes the next answer, the last stays."""

    def __init__(self, monkeypatch):
        self._system = socket.getaddrinfo
        self._answers = {}
        self.asked = []
        monkeypatch.setattr(socket, "getaddrinfo", self._answer)

    def leads(self, name, *answers):
        """From now on a name leads here, look-up after look-up, a list meaning several at once."""
        self._answers[name] = [one if isinstance(one, list) else [one] for one in answers]

    def _answer(self, host, port, *rest, **options):
        name = host.decode() if isinstance(host, bytes) else host
        answers = self._answers.get(name)
        if answers is None:
            return self._system(host, port, *rest, **options)
        self.asked.append(name)
        places = answers.pop(0) if len(answers) > 1 else answers[0]
        if not places:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [
            (
                socket.AF_INET6 if ":" in place else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (place, port, 0, 0) if ":" in place else (place, port),
            )
            for place in places
        ]
