"""Exports of files of lines, of which no more than a batch is ever held, by one process or several."""
