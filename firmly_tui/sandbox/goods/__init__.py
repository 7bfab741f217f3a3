"""What the merchants sell, and on which terms: catalogs, made-up goods, search."""
