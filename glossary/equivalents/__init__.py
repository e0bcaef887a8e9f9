"""Equivalents from knowledge: the reference glossary and the names of countries. Nothing is invented."""
