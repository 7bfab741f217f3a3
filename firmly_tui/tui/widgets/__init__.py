"""Widgets that know how to draw and to be moved through, and nothing of screens."""
