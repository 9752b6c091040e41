"""The shell: the order of the stages (`pipeline`), the use cases (`workspace`), the command line and the screens."""
