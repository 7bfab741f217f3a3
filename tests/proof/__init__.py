"""Proof that an order is placed at most once, and that what is said of it is never wrong."""
