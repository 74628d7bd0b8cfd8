"""How tests ask for a plan, and find things in it."""

from __future__ import annotations

AGREEMENT = "policies/agreement.yaml"
AS_OF = "2026-06-30T12:00:00+02:00"


def plan(repository, *arguments, base="base", as_of=AS_OF):
    return repository.run("plan", base, "--data", "data", "--as-of", as_of, *arguments)


def planned(repository, *arguments, **more):
    answer = plan(repository, *arguments, "--format", "json", **more)
    assert answer.stdout, answer.told
    return answer.json


def version(body, after="1.0.0"):
    return next(v for a in body["agreements"] for v in a["versions"] if v["after"] == after)


def commitment(body, name, after="1.0.0"):
    return next(c for c in version(body, after)["commitments"] if c["name"] == name)


def figures(standing):
    return (standing["share"]["part"], standing["share"]["whole"])
