"""Terms: mine, group, find equivalents, keep, look up, review and exchange."""
