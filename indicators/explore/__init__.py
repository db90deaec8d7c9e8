"""A reader's own chart: transforms, a formula, and the pipeline that applies them."""
