"""Who has been talked to this year and by whom (支部工作条例 art. 19)."""
