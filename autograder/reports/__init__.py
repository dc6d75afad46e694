"""What a run leaves behind: tables for people, files for machines."""
