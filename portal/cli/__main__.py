"""Main: the command line as `python -m portal.cli`."""

from portal.cli.app import main

main()
