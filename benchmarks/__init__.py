"""Benchmarks: the season at growing sizes beside its peers, in one process tree and one table: `make bench`."""
