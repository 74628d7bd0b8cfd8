"""Feature files as tests of their own, without a line of Python beside them: `pytest -p engine.specs.collecting`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pytest_bdd import scenario

from engine.specs.feature_files import FeatureFile, read_feature


class FeatureModule(pytest.Module):
    """A feature file, as the module that would load it: a test for each scenario, by its title."""

    read: FeatureFile

    def _getobj(self) -> ModuleType:
        module = ModuleType(self.path.stem)
        for title in self.read.feature.scenarios:
            setattr(module, title, _test_of(self.path, title))
        return module

    def funcnamefilter(self, name: str) -> bool:
        """Every scenario is a test, whatever its title begins with."""
        return name in self.read.feature.scenarios


def _test_of(path: Path, title: str) -> Callable[..., object]:
    bound = scenario(path.name, title, features_base_dir=str(path.parent))

    @bound
    def told() -> None:
        """All is in the steps."""

    return told


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Take feature files; one that can't be read is the guard's to tell of."""
    if file_path.suffix != ".feature":
        return None
    read = read_feature(file_path, file_path.name)
    if not isinstance(read, FeatureFile):
        return None
    module = FeatureModule.from_parent(parent, path=file_path)
    module.read = read
    return module
