"""Pages about confirmations and corrections."""
