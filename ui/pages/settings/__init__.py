"""设置与备份: categories on the left, rows with a title, a hint and a control on the right; applied at once."""
