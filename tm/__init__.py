"""Text and translation memory: read, clean, segment. Never imports `glossary`."""
