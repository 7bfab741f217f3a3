"""A multi-merchant checkout in the terminal, on the firmly commerce API."""

__version__ = "0.1.0"
