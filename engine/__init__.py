"""leadpact's engine, in the order the data travels."""

import zoneinfo

# Zones come from the tzdata package alone, whose version a run records: the machine's own copy may be years older.
zoneinfo.reset_tzpath(to=())
