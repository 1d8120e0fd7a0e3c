"""Pages of registrations: the same for people with access and for those who open a link from a mail."""
