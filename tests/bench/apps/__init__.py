"""Small programs that are measured: references, and hosts for single widgets."""
