"""Domain: what certification is. No Prefect, no Apprise, no web framework."""
