"""What differs between operating systems: replacing files, consoles, memory of processes."""
