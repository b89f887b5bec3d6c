"""In and out: workbooks, keys, bundles, receipts."""
