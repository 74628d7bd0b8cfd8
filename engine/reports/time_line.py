"""The versions of each agreement on one time line, with the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet
from engine.reports.instants import Instant


def time_line(policies: PolicySet) -> str:
    """Tell what a policy set holds, a line for each version."""
    names = tuple(dict.fromkeys(a.name for a in policies.agreements))
    lines = [line for name in names for line in _versions(policies.versions_of(name))]
    kinds = (
        ("calendar", policies.calendars),
        ("lead schema", policies.lead_schemas),
        ("glossary", policies.glossaries),
        ("roster", policies.rosters),
        ("source", policies.sources),
        ("waiver", policies.waivers),
    )
    used = [f"{kind} {name}" for kind, found in kinds for name in sorted(found)]
    return "\n".join([*lines, f"uses {', '.join(used)}" if used else "uses nothing", "valid"])


def _versions(versions: Sequence[Agreement]) -> Iterator[str]:
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        until = following.starts if following else None
        ends = version.ends if version.ends is not None and (until is None or version.ends <= until) else until
        last = f"until {_day(ends, version.zone)}" if ends is not None else "until a later version"
        commitments = len(version.commitments) + len(version.volumes)
        since = _day(version.starts, version.zone)
        yield f"{version.name} {version.version}  from {since} {last}, {commitments} commitments"
        if following and ends is not None and ends < following.starts:
            gap = f"from {_day(ends, version.zone)} until {_day(following.starts, version.zone)}"
            yield f"{version.name} has no version {gap}"


def _day(at: int | None, zone: str) -> str:
    return Instant(at, zone).local.strftime("%Y-%m-%d %H:%M %Z") if at is not None else ""
