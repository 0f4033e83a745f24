"""Dialogs and the field that finds everything. Imported when the first of them opens."""
