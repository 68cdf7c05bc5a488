"""The end of a consultation: its summary written, sent, and what may follow."""
