"""How well and how fast labelled calls are read: cfpfeeds beside date libraries with a nearest-keyword rule."""
