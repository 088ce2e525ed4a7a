"""Rulebook: how a criteria file is read, checked, compiled to tests and put into words; no database."""
