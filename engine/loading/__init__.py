"""YAML text to a located, typed policy set."""
