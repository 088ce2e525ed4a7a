"""API: the acts of the pages as JSON under /api/v1, for programs that act for somebody."""
