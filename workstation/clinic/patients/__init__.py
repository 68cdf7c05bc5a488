"""Scripted patients and colleagues: they take part in the rooms as members do, from inside.

``cast`` decides who plays, ``patient`` and ``colleague`` how, ``phrases`` what they say,
``agenda`` when. Everything they do goes through the IM service like a client's stanza, so
archive, presence, markers and invitations are real.
"""
