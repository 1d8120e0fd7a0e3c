"""Own data: asking for deletion, and carrying it out."""
