"""Measures what a shopper feels, each figure beside a reference of the same run: `python -m tests.bench`."""
