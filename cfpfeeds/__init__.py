"""cfpfeeds: what is open for papers in my field, and by when?"""

__version__ = "0.1.0"
