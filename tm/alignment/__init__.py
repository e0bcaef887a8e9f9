"""Alignment: which sentences, and in them which words, say the same in two languages. Functions from values to values."""
