"""What scoring costs beside its peers: `python -m benchmarks.scoring`."""
