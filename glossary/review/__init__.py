"""Reviewing: what is written in a field or a cell, what it asks for, and whether the entry is still as the reviewer saw it."""
