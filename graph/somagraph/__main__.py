"""``python -m somagraph`` is the command line."""

from somagraph.cli import main

if __name__ == "__main__":
    main(prog_name="somagraph")
