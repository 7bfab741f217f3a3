"""Paying: keys, envelopes, cards, wallets, and orders."""
