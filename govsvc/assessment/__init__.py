"""Which rows count, which lists they are on, and what partial sheets say over them."""
