"""Raw exports to the fixed relations that a Query reads: leads, events, and what could not be read."""

from engine.evaluation.sources.reading import InputDigests, read_sources

__all__ = ["InputDigests", "read_sources"]
