"""Pages of the experts."""
