"""Chinese text as people in a village write it: names, dates, amounts, telephone numbers, festivals."""
