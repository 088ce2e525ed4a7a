"""Unit import: how a file of units is read, whole or not at all, with every mistake named by row."""
