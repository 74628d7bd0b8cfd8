"""What was added to a paper on its way to a signed file: its signatures, and nothing that could change its words."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.fields import enumerate_sig_fields

from engine.signing.paper_signatures import BROKEN, only_signed_since


def only_signed(prepared: bytes, content: bytes) -> bool:
    """Tell whether a file is a paper with its empty fields, and behind it revisions that do no more than fill them.

    What the first signature's own revision changes is covered by it, so no signature can tell of that.
    """
    if not content.startswith(prepared):
        return False
    try:
        before, after = (PdfFileReader(BytesIO(one)) for one in (prepared, content))
        last = before.xrefs.total_revisions - 1
        built_on = _place(before, last) == _place(after, last)  # else the file passes the paper over
        same_fields = _fields(before) == _fields(after)  # a new or larger one could be drawn over the words
        return built_on and same_fields and only_signed_since(DEFAULT_DIFF_POLICY.review_file(after, last))
    except BROKEN:
        return False


def _place(reader: Any, revision: int) -> int:
    return int(reader.xrefs.get_xref_container_info(revision).start_location)


def _fields(reader: Any) -> dict[str, tuple[float, ...]]:
    """Each field with its corners on the page."""
    return {
        name: tuple(float(corner) for corner in field.get_object()["/Rect"])
        for name, _value, field in enumerate_sig_fields(reader)
    }
