"""Pages about one's own data, and for those who answer for them."""
