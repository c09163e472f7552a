"""How fast this library is beside what a user would pick instead; README.md tells how to run it."""
