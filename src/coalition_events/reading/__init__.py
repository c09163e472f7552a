"""From files to timelines: text, nodes with positions, records, and every mistake with its place."""
