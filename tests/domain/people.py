"""Consultations of people with a name."""

from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.people import Member, Team


def consultation(number: int, target: str, creator: str = "") -> Consultation:
    """A consultation of these two people."""
    people = Member(number * 10, creator or target), Member(number * 10 + 1, target)
    return Consultation(number, *people, Team(1, "儿科"), Symptom(SymptomKind.TEXT, "疹"))
