"""Flows: what follows by itself when something has happened; the only Prefect and Apprise code."""
