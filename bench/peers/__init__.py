"""Parley beside what people would pick instead, under one load: `python -m bench.peers`, `--write` records it."""
