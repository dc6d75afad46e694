"""Otter checks, the weave that builds from them, and the engine that grades with them."""
