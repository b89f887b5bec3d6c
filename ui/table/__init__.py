"""The table of records: a model that holds the rows it is given, delegates that paint them, the view."""
