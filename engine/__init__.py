"""leadpact's engine, in the order the data travels."""
