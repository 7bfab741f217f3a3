"""The JSON documents that leave the sandbox, in the form of each API version."""
