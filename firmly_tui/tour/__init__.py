"""Scripted flows: one small text file is a demonstration, a recording, a set of pictures and a test."""
