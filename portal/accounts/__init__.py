"""Accounts: how people prove who they are to the portal, and how long that holds."""
