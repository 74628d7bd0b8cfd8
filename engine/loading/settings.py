"""Settings of a policy repository: `[tool.leadpact]` in pyproject.toml, or leadpact.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from engine.diagnostics import Diagnostic, Diagnostics, Level, Levels, Location, did_you_mean, error

BAD_SETTINGS = "LP701"
UNKNOWN_SETTING = "LP702"
WRONG_SETTING = "LP703"
KNOWN: Mapping[str, type] = {
    "policies": str,
    "data": str,
    "source": str,
    "out": str,
    "as_of": str,
    "max_unknown": int,
    "max_quarantined": int,
    "fail_on": str,
    "strict_history": bool,
    "templates": str,
    "lint": dict,
    "signatures": str,
    "require_signed": bool,
    "attest_with": str,
    "ledger": str,
}
KINDS = {str: "a text", int: "a whole number", bool: "true or false", dict: "a table of rules and their levels"}
OWN = "leadpact.toml"
Settings = Mapping[str, str | int | bool | Levels]


def read_settings(folder: Path) -> tuple[Settings, Diagnostics]:
    """Settings of a folder, by name; none if neither file is there. leadpact.toml wins over pyproject.toml."""
    path = settings_file(folder)
    if path is None:
        return {}, ()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        return {}, (error(BAD_SETTINGS, Location(path.name, 1, 1), f"settings can't be read: {fault}"),)
    settings = found if path.name == OWN else found.get("tool", {}).get("leadpact", {})
    return _checked(settings, path.name)


def settings_file(folder: Path) -> Path | None:
    """The file that holds a folder's settings, if there is one."""
    return next((path for path in (folder / OWN, folder / "pyproject.toml") if path.is_file()), None)


def _checked(settings: Mapping[str, object], file: str) -> tuple[Settings, Diagnostics]:
    faults = []
    kept: dict[str, str | int | bool | Levels] = {}
    for name, value in settings.items():
        wanted = KNOWN.get(name)
        if wanted is None:
            near = did_you_mean(name, KNOWN)
            way_out = f"did you mean `{near}`?" if near else f"known: {', '.join(KNOWN)}"
            faults.append(error(UNKNOWN_SETTING, Location(file, 1, 1), f"unknown setting `{name}`", way_out))
        elif isinstance(value, dict) and wanted is dict:
            kept[name], wrong = _levels(value, file)
            faults += wrong
        elif isinstance(value, str | int) and type(value) is wanted:
            kept[name] = value
        else:
            kind = KINDS[wanted]
            faults.append(error(WRONG_SETTING, Location(file, 1, 1), f"setting `{name}` must be {kind}"))
    return kept, tuple(faults)


def _levels(rules: Mapping[str, object], file: str) -> tuple[Levels, list[Diagnostic]]:
    """Read how much each rule of the lint weighs; whether there is such a rule is not known here."""
    known = [*Level]
    wrong = [name for name, level in rules.items() if level not in known]
    message = "setting `lint.{}` must be `error`, `warning` or `off`"
    faults = [error(WRONG_SETTING, Location(file, 1, 1), message.format(name)) for name in wrong]
    return {name: Level(str(level)) for name, level in rules.items() if level in known}, faults
