"""What this server costs and carries, measured: `python -m bench`, refreshed in docs/benchmarks.md by `--write`."""
