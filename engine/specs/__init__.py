"""The steps that policies' scenarios are written in, as a pytest plugin: `pytest -p engine.specs`.

Steps speak to `engine.pipeline` only. What a scenario says of leads and events becomes the files of an export,
and takes the way that every export takes.
"""

pytest_plugins = (
    "engine.specs.given",
    "engine.specs.happening",
    "engine.specs.verdicts",
    "engine.specs.facts",
    "engine.specs.volumes",
    "engine.specs.scores",
    "engine.specs.changes",
    "engine.specs.lint",
    "engine.specs.plans",
    "engine.specs.waivers",
    "engine.specs.alerts",
    "engine.specs.owners",
    "engine.specs.signatures",
)
