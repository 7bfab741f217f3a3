"""`python -m firmly_tui` is `firmly-tui`."""

from firmly_tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
