"""The built-in exporters: guests like any plugin, they use the public face only."""
