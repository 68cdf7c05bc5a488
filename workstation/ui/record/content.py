"""What the record of a consultation says: plain values, nothing about looks."""

from dataclasses import field

from workstation.domain.value import Value


class Figure(Value):
    """A picture of the record; ``number`` counts through the whole of it.

    ``note`` stands below it, where there is something to say of it.
    """

    number: int
    url: str = field(repr=False)
    note: str = ""


class RecordDay(Value):
    """The day of what follows, with its year."""

    text: str


class RecordGap(Value):
    """A place where messages are known to be missing."""

    text: str


class RecordMessage(Value):
    """One message. ``opens`` a group of the same speaker, which is headed by name and role.

    ``faint`` words are the record's own about the message, not the speaker's. ``state`` says what
    became of it, ``note`` why it was not sent, ``quote`` which message it answers.
    """

    name: str
    role: str
    time: str
    text: str = field(repr=False)
    state: str = ""
    note: str = ""
    figure: Figure | None = None
    opens: bool = True
    doctor: bool = False
    faint: bool = False
    quote: str = field(default="", repr=False)


RecordLine = RecordDay | RecordGap | RecordMessage


class RecordSymptom(Value):
    """The matter: ``byline`` says who described it when, ``note`` what is no text."""

    byline: str
    text: str = field(repr=False)
    note: str = ""
    figures: tuple[Figure, ...] = ()


class RecordSummary(Value):
    """The summary that was sent, part by part, and the sentence that says so."""

    parts: tuple[tuple[str, str], ...]
    note: str


class RecordComparison(Value):
    """A photo, a later one laid as it lies, and what changed in size, in words."""

    first: Figure
    later: Figure
    changes: tuple[str, ...] = ()


class Record(Value):
    """A whole record, in the current language when it was made.

    ``warning`` says what the record lacks, ``ending`` how much it holds, ``made`` who made it when.
    An excerpt may be without the ``symptom``. ``heading`` stands above the lines, ``seal`` says
    what else lies in the same package.
    ``comparisons`` are of photos that a doctor aligned. ``redacted`` says what was kept out.
    """

    number: int
    title: str
    target: str
    facts: tuple[tuple[str, str], ...]
    symptom: RecordSymptom | None
    summary: RecordSummary | None
    lines: tuple[RecordLine, ...] = field(repr=False)
    warning: str
    ending: str
    made: str
    heading: str
    seal: str = ""
    redacted: str = ""
    comparisons: tuple[RecordComparison, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every picture, in order."""
        figures = (line.figure for line in self.lines if isinstance(line, RecordMessage))
        of_symptom = () if self.symptom is None else self.symptom.figures
        return (*of_symptom, *(figure for figure in figures if figure is not None))
