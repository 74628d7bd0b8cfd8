"""A policies folder to a `PolicySet`: every file read, every fault of every file told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostic, Diagnostics, Location, error, has_errors, in_order
from engine.loading.agreements import read_agreement
from engine.loading.calendars import read_calendar
from engine.loading.glossaries import read_glossary
from engine.loading.keys import listed, near_help
from engine.loading.lead_schemas import read_lead_schema
from engine.loading.located_tree import Block, Text, word
from engine.loading.people import read_roster
from engine.loading.policy_text import UnreadableError, as_typed, decode, files_below, read_bytes
from engine.loading.schema_files import kinds
from engine.loading.shapes import shape_faults
from engine.loading.signers import read_signers
from engine.loading.sources import read_source
from engine.loading.waivers import read_waiver
from engine.loading.yaml_text import read_yaml
from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet

NAMED_BY = {
    "Agreement": "agreement",
    "Calendar": "calendar",
    "Glossary": "glossary",
    "LeadSchema": "lead_schema",
    "Roster": "roster",
    "Signers": "signers",
    "Source": "source",
    "Waiver": "waiver",
}


@dataclass(frozen=True, slots=True)
class _Document:
    """A document whose shape is right."""

    kind: str
    tree: Block


def load(folder: Path, name: Callable[[Path], str] = as_typed) -> tuple[PolicySet | None, Diagnostics]:
    """Read all `*.yaml` and `*.yml` below `folder`; `name` tells how a file is called in faults and reports.

    Returns:
        The policy set, or None if there is any error; and all diagnostics, sorted by place.
    """
    shown = name(folder)
    if not folder.is_dir():
        message = f"the policies folder `{shown}` does not exist"
        return None, (error("LP101", Location(shown, 1, 1), message, "name it by `--policies DIR`"),)
    files = files_below(folder)
    if not files:
        message = f"no policy files in `{shown}`"
        return None, (error("LP102", Location(shown, 1, 1), message, "`leadpact init` lays out a first set"),)
    digests: dict[str, str] = {}
    faults: list[Diagnostic] = []
    documents = [d for path in files for d in _read(path, name(path), digests, faults)]
    faults += _twice(documents)
    if has_errors(faults):
        return None, in_order(faults)
    return _policy_set(documents, digests), in_order(faults)


def _read(path: Path, file: str, digests: dict[str, str], faults: list[Diagnostic]) -> Iterator[_Document]:
    try:
        content = read_bytes(path, file)
        digests[file] = hashlib.sha256(content).hexdigest()
        text = decode(content, file)
    except UnreadableError as unreadable:
        faults.append(unreadable.fault)
        return
    tree, found = read_yaml(text, file)
    faults += found
    if tree is None:
        return
    if not isinstance(tree, Block) or not tree.entries:
        help_ = "begin with `format: leadpact/v1` and `kind:`"
        faults.append(error("LP203", tree.at, "expected a mapping at the top of the file", help_))
        return
    kind = _kind(tree)
    if isinstance(kind, Diagnostic):
        faults.append(kind)
        return
    shape = tuple(shape_faults(tree, kind))
    faults += shape
    if not shape:
        yield _Document(kind, tree)


def _kind(tree: Block) -> str | Diagnostic:
    node, known = tree.get("kind"), kinds()
    if isinstance(node, Text):
        if node.value in known:
            return str(node.value)
        return error("LP207", node.at, f"unknown kind `{node.value}`", near_help(node.value, [*known]))
    if node is not None:
        return error("LP203", node.at, "expected a kind of document", f"write one of {listed([*known], ' or ')}")
    for key, _ in tree.entries:
        if near_help(key, ["kind"]).startswith("did"):
            return error("LP202", key.at, f"unknown key `{key}`", "did you mean `kind`?")
    return error("LP201", tree.entries[0][0].at, "`kind` is missing", f"add `kind:` ({listed([*known], ' or ')})")


def _name(document: _Document) -> str:
    return word(document.tree[NAMED_BY[document.kind]])


def _twice(documents: list[_Document]) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, ...], Location] = {}
    for document in documents:
        key = "version" if document.kind == "Agreement" else NAMED_BY[document.kind]
        said = word(document.tree[key])
        identity = (document.kind, _name(document), said)
        if identity in seen:
            what = f"version `{said}` of agreement `{_name(document)}`" if key == "version" else f"`{said}`"
            message = f"{what} is declared twice"
            yield error("LP218", said.at, message, f"the other is at {seen[identity].line_reference}; rename one")
        seen.setdefault(identity, said.at)


def _policy_set(documents: list[_Document], digests: dict[str, str]) -> PolicySet:
    def of(kind: str, read: Callable[[Block], Any]) -> dict[str, Any]:
        return {_name(d): read(d.tree) for d in sorted(documents, key=_name) if d.kind == kind}

    lead_schemas = of("LeadSchema", read_lead_schema)
    read = (read_agreement(d.tree, lead_schemas) for d in documents if d.kind == "Agreement")
    agreements = tuple(sorted(read, key=_by_start))
    waivers = of("Waiver", lambda tree: read_waiver(tree, agreements, lead_schemas))
    return PolicySet(
        agreements=agreements,
        calendars=of("Calendar", read_calendar),
        lead_schemas=lead_schemas,
        glossaries=of("Glossary", read_glossary),
        rosters=of("Roster", read_roster),
        sources=of("Source", read_source),
        digests=dict(sorted(digests.items())),
        signers=of("Signers", read_signers),
        waivers=waivers,
    )


def _by_start(agreement: Agreement) -> tuple[str, int, tuple[int, ...]]:
    return agreement.name, agreement.starts, tuple(int(part) for part in agreement.version.split("."))
