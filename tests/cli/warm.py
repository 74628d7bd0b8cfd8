"""A process that has imported leadpact once and forks for each run, so that hundreds of runs don't import it again.

Each run is a process of its own all the same: its folder, environment, streams and exit code are what it would have as
a program. What is about starting, or says something of the interpreter, goes the long way: see `run`.
Reads a JSON object a line, answers with the exit code a line.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

WARMED = ("duckdb", "holidays.countries", "jinja2", "jsonschema", "sqlglot", "typer")


def serve() -> None:
    """Import everything, then fork for each line."""
    import cli  # noqa: F401, PLC0415 - what is kept warm
    import engine  # noqa: PLC0415
    from engine.compiler.policy_query import compile_policies  # noqa: PLC0415
    from engine.documents import environment  # noqa: PLC0415
    from engine.pipeline.policies import load_policies  # noqa: PLC0415

    for name in (*WARMED, *(m.name for m in pkgutil.walk_packages(engine.__path__, "engine."))):
        if not name.startswith("engine.specs"):  # pytest wants to read the steps itself
            importlib.import_module(name)
    compile_policies(load_policies(Path(__file__).with_name("small") / "policies")[0])  # parses most of the fixed SQL
    for made, ending in ((environment.html_environment(), ".html.j2"), (environment.markdown_environment(), ".md.j2")):
        for template in made.list_templates(filter_func=lambda name, ending=ending: name.endswith(ending)):
            made.get_template(template)
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def become(asked: dict[str, Any]) -> NoReturn:
    """Be a run of the program, to its end."""
    signal.alarm(asked["timeout"])
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    nowhere = os.open(os.devnull, os.O_RDONLY)
    streams = [nowhere, *(os.open(asked[name], os.O_WRONLY | os.O_CREAT) for name in ("stdout", "stderr"))]
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.argv = ["leadpact", *asked["arguments"]]
    code = ended()
    atexit._run_exitfuncs()  # noqa: SLF001 - a child of a fork ends without them
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def ended() -> int:
    """Run; the exit code as the interpreter would make it."""
    from cli import main  # noqa: PLC0415 - imported long ago

    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 - the interpreter's own last resort
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    serve()
