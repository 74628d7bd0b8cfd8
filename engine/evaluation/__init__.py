"""The only stage that executes."""
