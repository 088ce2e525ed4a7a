"""Mutation: a standard changed in one place, in memory, to see whether its own examples notice."""
