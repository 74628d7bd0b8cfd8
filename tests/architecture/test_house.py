"""The house rules that no linter knows; docs/contributing.md says why each exists."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("cli.py"), *(ROOT / "engine").rglob("*.py")])
EVERY = sorted(
    [*SHIPPED, *(p for part in ("tests", "features", "examples", "benchmarks") for p in (ROOT / part).rglob("*.py"))]
)

COMMAND_LINE = ("cli.py", "engine/commands/")
HOMES = {
    "yaml": ("engine/loading/",),
    "jsonschema": ("engine/loading/",),
    "sqlglot": ("engine/compiler/", "engine/evaluation/engines/", "engine/evaluation/sources"),
    "tzdata": ("engine/loading/", "engine/compiler/"),
    "holidays": ("engine/compiler/", "engine/analysis/"),
    "duckdb": ("engine/evaluation/",),
    "jinja2": ("engine/documents/",),
    "markdown_it": ("engine/documents/",),
    "markupsafe": ("engine/documents/",),  # comes with Jinja
    "vl_convert": ("engine/documents/",),
    "typst": ("engine/documents/",),
    "cryptography": ("engine/signing/",),
    "pyhanko": ("engine/signing/paper_",),
    "pyhanko_certvalidator": ("engine/signing/paper_",),  # comes with pyHanko
    "asn1crypto": ("engine/signing/paper_",),  # same
    "z3": ("engine/analysis/proofs/",),
    "pytest": ("engine/specs/",),
    "pytest_bdd": ("engine/specs/",),
    "gherkin": ("engine/specs/",),  # comes with pytest-bdd
    "typer": COMMAND_LINE,
    "rich": COMMAND_LINE,
}
DRAWERS = {"utils", "util", "common", "misc", "helpers", "helper", "base", "core", "tools", "shared"}
CLOCKS = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}, "time": {"time", "time_ns", "localtime", "gmtime"}}
CLOCKS_IN_SQL = re.compile(r"\b(now\s*\(|today\s*\(|get_current_time|current_(date|time|timestamp)\b)", re.IGNORECASE)
CRASH_GUARDS = {"cli.py": 1}  # one place turns a crash into exit code 70


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def imports_of(tree: ast.Module) -> set[str]:
    """Dotted names of all modules that a file imports, wherever the import stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def clock_reads(tree: ast.Module) -> list[int]:
    """Lines that read the machine's clock, in Python or in SQL text."""
    lines = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attr):
                reads = attr in CLOCKS.get(owner, ())
            case ast.ImportFrom(module="datetime", names=names):
                reads = any(
                    n.asname for n in names if n.name in CLOCKS
                )  # another name would hide it from the line above
            case ast.ImportFrom(module="time", names=names):
                reads = any(n.name in CLOCKS["time"] for n in names)
            case ast.Constant(value=str(text)):
                reads = bool(CLOCKS_IN_SQL.search(text))
            case _:
                reads = False
        if reads:
            lines.append(node.lineno)
    return lines


def broad_handlers(tree: ast.Module) -> list[int]:
    """Lines of `except:`, `except Exception` and `except BaseException`, alone or in a tuple."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(c is None or (isinstance(c, ast.Name) and c.id in {"Exception", "BaseException"}) for c in caught):
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_a_library_is_used_in_its_home_only(path: Path) -> None:
    for module in imports_of(tree_of(path)):
        library = module.split(".")[0]
        if library in sys.stdlib_module_names or library in {"engine", "cli"}:
            continue
        assert library in HOMES, f"{library} has no home yet: give it one in HOMES and in docs/contributing.md"
        assert name_of(path).startswith(HOMES[library]), f"{library} is at home in {HOMES[library]}"


def test_the_command_line_knows_the_pipeline_and_diagnostics_only() -> None:
    parts = [path for path in SHIPPED if name_of(path).startswith(COMMAND_LINE)]
    modules = {module for path in parts for module in imports_of(tree_of(path)) if module.split(".")[0] == "engine"}
    rooms = {".".join(module.split(".")[:2]) for module in modules}
    assert rooms == {"engine.commands", "engine.pipeline", "engine.diagnostics"}


def test_nothing_imports_the_command_line() -> None:
    inside = [p for p in SHIPPED if p.name != "cli.py"]
    assert not [name_of(p) for p in inside if any(m.split(".")[0] == "cli" for m in imports_of(tree_of(p)))]


def test_the_model_needs_the_standard_library_only() -> None:
    for path in (ROOT / "engine" / "model").rglob("*.py"):
        for module in imports_of(tree_of(path)):
            own = module.startswith(("engine.model", "engine.diagnostics"))
            assert own or module.split(".")[0] in sys.stdlib_module_names, f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_the_clock_is_read_by_the_command_line_only(path: Path) -> None:
    assert name_of(path).startswith(COMMAND_LINE) or not clock_reads(tree_of(path))


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_every_failure_is_caught_by_its_name(path: Path) -> None:
    assert len(broad_handlers(tree_of(path))) <= CRASH_GUARDS.get(name_of(path), 0)


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_a_file_stays_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 250


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_no_file_is_a_drawer(path: Path) -> None:
    assert not {part.removesuffix(".py").strip("_") for part in path.relative_to(ROOT).parts} & DRAWERS


def test_a_package_says_what_it_is_for() -> None:
    silent = [name_of(p) for p in SHIPPED if p.name == "__init__.py" and not ast.get_docstring(tree_of(p))]
    assert not silent


def test_no_two_functions_do_the_same() -> None:
    """A body of three or more statements that occurs twice is one idea with two homes."""
    places: dict[str, list[str]] = {}
    for path in SHIPPED:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
                if len(body) > 2:
                    text = "\n".join(ast.dump(s) for s in body)
                    places.setdefault(text, []).append(f"{name_of(path)}:{node.lineno}")
    assert not [twice for twice in places.values() if len(twice) > 1]


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time",
        "from datetime import datetime as moment",
        "sql = 'select now()'",
        "sql = 'x < CURRENT_TIMESTAMP'",
    ],
)
def test_a_read_of_the_clock_is_seen(text: str) -> None:
    assert clock_reads(ast.parse(text))


@pytest.mark.parametrize("caught", ["", " Exception", " (ValueError, Exception)", " BaseException"])
def test_a_broad_handler_is_seen(caught: str) -> None:
    assert broad_handlers(ast.parse(f"try:\n    pass\nexcept{caught}:\n    pass"))
