"""Portal: pages, JSON API and command line. It asks the domain and never decides."""
