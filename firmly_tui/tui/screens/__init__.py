"""One screen a module; each is given what it shows, and posts what the shopper wants."""
