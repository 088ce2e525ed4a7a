"""Command line: `antoan`, one Typer application; each module of this folder adds the commands of its subject."""

from portal.cli.app import app, main

__all__ = ["app", "main"]
