"""体检 doctor: looks at the machine and at the data, line by line, and names the remedy for whatever is wrong.

Changes nothing but a probe file that it takes away again. What only a screen knows (fonts, the platform plugin)
is handed in as further checks by whoever has one.
"""
