"""One file per group of the API: path, body, result, and nothing else."""
