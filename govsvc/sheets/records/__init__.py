"""Tables to typed rows and the issues at their cells."""
