"""Use cases: the only folder in which wires, disk and state meet.

``groups`` lists those of one sign-in. Messages are delivered by ``inbound`` (stored, shown,
acknowledged), ``outbox`` (committed, sent, confirmed) and ``catch_up`` (what was missed): begin
there.
"""
