"""Tools of `make bench`: two servers side by side, a load generator, memory; knows no page."""
