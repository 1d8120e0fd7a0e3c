"""Forms of the experts."""
