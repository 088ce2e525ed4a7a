"""Papers: what people print and fill in, made from a criteria file: the standard, a checklist, a readiness sheet, a form."""
