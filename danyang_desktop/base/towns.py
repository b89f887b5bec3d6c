"""Danyang's towns and subdistricts, in a form that costs no start-up time (registers/towns.py keeps them in a book).

Codes (GB/T 10114 behind 321181) from a data set of November 2024 (domain.md §3.2).
"""

from __future__ import annotations

SHIPPED = (
    ("321181001", "云阳街道"),
    ("321181002", "曲阿街道"),
    ("321181100", "司徒镇"),
    ("321181101", "延陵镇"),
    ("321181102", "珥陵镇"),
    ("321181103", "导墅镇"),
    ("321181104", "皇塘镇"),
    ("321181105", "吕城镇"),
    ("321181106", "陵口镇"),
    ("321181107", "访仙镇"),
    ("321181108", "界牌镇"),
    ("321181113", "丹北镇"),
)
"""(code, name)"""
