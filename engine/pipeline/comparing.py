"""Two sides of a change: folders, git revisions, or versions of one agreement."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, did_you_mean
from engine.model.policy_set import PolicySet

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.reports.changes import ChangesView

NO_POLICIES = PolicySet((), {}, {}, {}, {}, {}, {})
VERSION = re.compile(r"[a-z][a-z0-9_]*@\d+\.\d+\.\d+")


class NoSideError(Exception):
    """Nothing of that name can be compared; `way_out` says what could be."""

    def __init__(self, message: str, way_out: str) -> None:
        """Carry both."""
        super().__init__(message)
        self.way_out = way_out


@dataclass(frozen=True, slots=True)
class Side:
    """What one side names: a whole policy set, or one version of an agreement in it.

    Names of the set's files begin with `prefix`, which the other side's don't share.
    """

    label: str
    policies: PolicySet
    prefix: str
    version: Agreement | None = None


def side(text: str, folder: Path) -> tuple[Side | None, Diagnostics]:
    """Find what a text names; None, with every fault, where its policies don't load.

    Args:
        text: `agreement@version` or an agreement's file in `folder`, another folder, or `REV` or `REV:path` of git. A
            revision without the folder of the policies has none.
        folder: the policies at hand.

    Raises:
        NoSideError: it names nothing that there is.
    """
    path = Path(text)
    if VERSION.fullmatch(text) or path.is_file():
        return _of_version(text, folder)
    return _of_folder(path, text) if path.is_dir() else _of_revision(text, folder)


def changed_lines(base: str, folder: Path) -> frozenset[tuple[str, int]]:
    """The lines of the policies at hand that differ from a base of git, each with its file as faults name it."""
    from engine.loading import revisions

    return revisions.changed_lines(base.partition(":")[0], folder.as_posix())


def compare(before: Side, after: Side) -> ChangesView:
    """Everything that differs between two sides.

    Raises:
        NoSideError: one is a version of an agreement and the other a whole set.
    """
    from engine.reports.changes import ChangesView, changes_between, changes_of_versions, rewritten

    if before.version and after.version:
        found = changes_of_versions(before.version, after.version)
        return ChangesView(before.label, after.label, (found,) if found.differs else ())
    if before.version or after.version:
        one, other = (before, after) if before.version else (after, before)
        message = f"`{one.label}` is one version, `{other.label}` a whole set of policies"
        raise NoSideError(message, "name a version, or a folder or revision, on both sides")
    compared = changes_between(before.policies, after.policies)
    ours, theirs = (_by_name(one) for one in (before, after))
    return ChangesView(before.label, after.label, compared, rewritten(ours, theirs, compared, after.prefix))


def changes_as(view: ChangesView, form: str, exit_code: int) -> str:
    """The changes as `text` for a terminal, as `markdown`, or as `json`."""
    from engine.documents.changes import changes_json, changes_markdown, changes_text

    if form == "json":
        return changes_json(view, exit_code)
    return changes_markdown(view) if form == "markdown" else changes_text(view)


def _of_folder(path: Path, label: str) -> tuple[Side | None, Diagnostics]:
    from engine.loading.policy_files import load
    from engine.loading.policy_text import as_typed

    policies, faults = load(path)
    return (Side(label, policies, f"{as_typed(path)}/") if policies else None), faults


def _of_version(text: str, folder: Path) -> tuple[Side | None, Diagnostics]:
    from engine.loading.policy_text import as_typed

    found, faults = _of_folder(folder, text)
    if found is None:
        return None, faults
    there = {agreement.id: agreement for agreement in found.policies.agreements}
    there |= {a.at.file: a for a in found.policies.agreements if a.at and not VERSION.fullmatch(text)}
    name = text if VERSION.fullmatch(text) else as_typed(Path(text))
    if name not in there:
        what = "version" if VERSION.fullmatch(text) else "agreement's file"
        near = did_you_mean(name, there)
        way_out = f"did you mean `{near}`?" if near else f"known are {', '.join(f'`{key}`' for key in there) or 'none'}"
        raise NoSideError(f"no {what} `{text}` in the policies of `{as_typed(folder)}`", way_out)
    return Side(there[name].id, found.policies, found.prefix, there[name]), faults


def _of_revision(text: str, folder: Path) -> tuple[Side | None, Diagnostics]:
    from engine.loading.policy_files import load
    from engine.loading.revisions import NoRevisionError, is_commit, write_revision

    revision, given, path = text.partition(":")
    path = path if given else f"./{Path(os.path.relpath(folder)).as_posix()}"
    shown = f"{revision}:{path.removeprefix('./').rstrip('/')}"
    with TemporaryDirectory(prefix="leadpact-") as place:
        try:
            write_revision(revision, path, Path(place))
        except NoRevisionError as reason:
            if not given and is_commit(revision):  # it is older than the first policies
                return Side(text, NO_POLICIES, f"{shown}/"), ()
            way_out = "write a folder, REV or REV:path of git, or agreement@version"
            why = f" ({reason})" if str(reason) else ""
            raise NoSideError(f"`{text}` is no folder, and git has no folder `{shown}`{why}", way_out) from None
        if not any(Path(place).iterdir()) and not given:
            return Side(text, NO_POLICIES, f"{shown}/"), ()
        policies, faults = load(Path(place), lambda file: (Path(shown) / file.relative_to(place)).as_posix())
    return (Side(text, policies, f"{shown}/") if policies else None), faults


def _by_name(one: Side) -> dict[str, str]:
    """Give the digest of each file, by its path below the folder."""
    return {name.removeprefix(one.prefix): digest for name, digest in one.policies.digests.items()}
