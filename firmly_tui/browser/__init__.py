"""The app in a browser: a page, and for each visitor an app of its own behind it, for this machine alone."""
