"""One file per database that runs a query."""
