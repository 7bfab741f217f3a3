"""Carts: what is in them, how it travels, what it costs, and every change that is possible."""
