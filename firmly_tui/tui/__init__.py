"""The Textual app: thin screens over the checkout."""
