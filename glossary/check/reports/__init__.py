"""Findings as other programs and people read them: SARIF and JUnit for continuous integration, a page for a browser."""
