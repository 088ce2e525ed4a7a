"""Documents: what offices hand out on paper, laid out by Typst, made when first asked for and kept as they are."""
