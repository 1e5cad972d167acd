"""The process with limits in which files of strangers are read and marked."""
