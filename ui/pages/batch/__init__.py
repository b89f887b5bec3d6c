"""The payment batch as a checking desk: choose the list, check, pay, print and have it signed (screen 06)."""
