"""`python -m cfpfeeds` is `cfpfeeds`."""

from cfpfeeds.cli import main

main()
