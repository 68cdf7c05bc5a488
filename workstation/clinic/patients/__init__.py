"""Scripted patients and colleagues: they take part in the rooms as members do, from inside.

``simulation`` decides who takes part, ``patient`` and ``colleague`` how, ``phrases`` what they say,
``schedule`` when. Everything they do goes through the IM service like a client's stanza, so
archive, presence, markers and invitations are real.
"""
