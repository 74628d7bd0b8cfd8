"""A policy set to SQL syntax trees; runs nothing."""
