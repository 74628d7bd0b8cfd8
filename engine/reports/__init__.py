"""Results to frozen views."""
