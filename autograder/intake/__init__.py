"""From a folder of what students sent to notebooks that can be graded, whatever is in it."""
