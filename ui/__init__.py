"""The window. It knows Qt and the workspace; it never reads or writes the book's files itself."""
