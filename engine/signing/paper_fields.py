"""Room for signatures in a PDF: a field for each, tagged as the rest of it, the same bytes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

LAST_PAGE = -1
APPEND_ONLY = 3
"""Says that there are signatures, and that whoever saves the file must leave what is there as it is."""


class Revision(IncrementalPdfFileWriter):  # type: ignore[misc]  # the library comes without types
    """What is added behind a PDF; neither chance nor the machine's clock gets into it."""

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        prev.stream.seek(0)
        of_content = generic.ByteStringObject(sha256(prev.stream.read()).digest()[:16])
        return generic.ArrayObject([prev.trailer["/ID"][0], of_content])

    def _update_meta(self) -> None:
        """Leave the paper's date and title alone: what archives read of them must agree."""


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A field's `name`, and the role in which somebody signs there."""

    name: str
    role: str


def fields_for(needed: Sequence[tuple[str, int]]) -> tuple[SignatureField, ...]:
    """Give a field for each person who must sign: roles, each with a number of people."""
    roles = [role for role, people in needed for _ in range(people)]
    return tuple(SignatureField(f"signature_{n}", role) for n, role in enumerate(roles, 1))


def with_fields(content: bytes, fields: Sequence[SignatureField]) -> bytes:
    """Add empty fields to a tagged PDF, in a revision of its own behind what is there."""
    writer = Revision(BytesIO(content))
    for field in fields:
        append_signature_field(
            writer, SigFieldSpec(field.name, on_page=LAST_PAGE, readable_field_name=f"Signature as {field.role}")
        )
    form = writer.root["/AcroForm"]
    form[pdf_name("/SigFlags")] = generic.NumberObject(APPEND_ONLY)  # else the first signature would change it
    _tag(writer, [reference for _name, _value, reference in enumerate_sig_fields(writer)])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _tag(writer: Any, references: Sequence[Any]) -> None:
    """Tell readers of the tags where each field stands: a Form each at the end of the document."""
    tree = writer.root["/StructTreeRoot"]
    parents, root = tree["/ParentTree"], tree["/K"][0]
    key = int(tree["/ParentTreeNextKey"])
    for number, reference in enumerate(references, key):
        field = reference.get_object()
        field[pdf_name("/StructParent")] = generic.NumberObject(number)
        widget = {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): reference}
        form = {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): tree["/K"].raw_get(0),
            pdf_name("/Pg"): field.raw_get("/P"),
            pdf_name("/Alt"): pdf_string(str(field["/TU"])),
            pdf_name("/K"): generic.DictionaryObject(widget),
        }
        element = writer.add_object(generic.DictionaryObject(form))
        root["/K"].append(element)
        parents["/Nums"].extend([generic.NumberObject(number), element])
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(key + len(references))
    for changed in (tree, parents["/Nums"], root["/K"]):
        writer.update_container(changed)
