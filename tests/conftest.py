"""What all tests share: a heap that isn't searched again and again."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Thousands of collected tests live to the end: the garbage collector needn't look at them each time.

    And trees of SQL are made by the ten thousand, so that its usual pace would be a third of the time of a test.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def pytest_unconfigure() -> None:
    """Leave the heap as it was found, so that modules can be torn down."""
    gc.unfreeze()
