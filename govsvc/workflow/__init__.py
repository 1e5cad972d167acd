"""The clerk's month: opening, collecting, reminding, reviewing, closing."""
