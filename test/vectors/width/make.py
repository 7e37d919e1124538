"""Writes wide.json: the runs of code points that Python's unicodedata calls East Asian Wide or Fullwidth.

    python3 make.py > wide.json
"""
import json, sys, unicodedata

runs = []
for code in range(0x110000):
    if unicodedata.east_asian_width(chr(code)) not in ("W", "F"):
        continue
    if runs and runs[-1][1] == code - 1:
        runs[-1][1] = code
    else:
        runs.append([code, code])
json.dump({"unicode": unicodedata.unidata_version, "runs": runs}, sys.stdout)
print()
