"""Bytes in, signatures out, and back: keys, statements, envelopes. What an agreement is, nobody here knows."""
