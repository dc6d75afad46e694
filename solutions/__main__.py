"""``python -m solutions a08 [--out DIR]``: run the demonstration of a topic, or of ``all``.

A topic that fails costs only its own page; the exit code is 2 then.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
import traceback
from pathlib import Path

from solutions.topics import TOPICS, Topic, find


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; return 0 when done, 1 for wrong input, 2 for a fault."""
    listing = "\n".join(f"  {topic.id}  {topic.title}" for topic in TOPICS)
    parser = argparse.ArgumentParser(
        prog="python -m solutions",
        description="Run the demonstration of a topic: its table, its figures, its claims.",
        epilog=f"topics:\n{listing}\n\nexample:\n  python -m solutions a08 --out out/a08",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("topic", help="a01 ... a15, p15, p17, p18, or all")
    parser.add_argument("--out", type=Path, help="where the page goes (default: out/TOPIC)")
    options = parser.parse_args(arguments)
    try:
        topics = list(TOPICS) if options.topic == "all" else [find(options.topic)]
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    out = options.out or Path("out") / options.topic
    shown = []
    for topic in topics:
        try:
            shown.append((topic, *show(topic, out / topic.id if len(topics) > 1 else out)))
        except Exception:
            traceback.print_exc()
            print(f"\nfailed: {topic.id}\n", file=sys.stderr)
    if len(topics) > 1:
        from solutions.report import write_index

        print(f"\npage: {write_index([pair[:2] for pair in shown], out)}")
    elif shown:
        print(f"\npage: {shown[0][2]}")
    return 0 if len(shown) == len(topics) else 2


def show(topic: Topic, out: Path):
    """Run a topic's demonstration, print it, write its page; return both."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # the same digits as in the lectures
    import matplotlib

    matplotlib.use("Agg")
    from solutions.report import write

    start = time.perf_counter()

    def say(step: str) -> None:
        print(f"[{topic.id} {time.perf_counter() - start:5.1f} s] {step}", flush=True)

    say(topic.title)
    demonstration = importlib.import_module(f"solutions.{topic.package}.demo").demonstrate(say)
    print(f"\n{demonstration}")
    return demonstration, write(demonstration, out)


if __name__ == "__main__":
    sys.exit(main())
