"""A form compiled once: places, what expressions read, tasks in order, rules."""
