"""The topics of the course: id, package and title, in the order in which they are taught."""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """One topic: ``a01``..``a15`` are the course's scripts, ``p..`` the projects of Chapter 5."""

    id: str
    package: str
    title: str


TOPICS = (
    Topic("a01", "vanishing", "Vanishing gradients"),
    Topic("a02", "monitor", "Gradient health monitor"),
    Topic("a03", "explosion", "Gradient explosion detector"),
    Topic("a04", "activations", "Activation functions"),
    Topic("a05", "initializers", "Weight initialization"),
    Topic("a06", "normalization", "Normalization"),
    Topic("a07", "residual", "Residual connections"),
    Topic("a08", "clipping", "Gradient clipping"),
    Topic("a09", "optimizers", "Optimization algorithms"),
    Topic("a10", "schedules", "Learning rate schedules"),
    Topic("a11", "nas", "Neural architecture search"),
    Topic("a12", "maml", "Meta-learning with MAML"),
    Topic("a13", "attention", "Attention"),
    Topic("a14", "regularization", "Regularization"),
    Topic("a15", "synthesis", "Gradient synthesis"),
    Topic("p15", "scratch_network", "Project: a network from scratch"),
    Topic("p17", "char_rnn", "Project: a character-level recurrent network"),
    Topic("p18", "gan", "Project: a generative adversarial network"),
)


def find(topic_id: str) -> Topic:
    """Return the topic with this id.

    Raises:
        ValueError: if no topic has it; the message lists those there are.

    Example:
        >>> find("a08").package
        'clipping'
    """
    for topic in TOPICS:
        if topic.id == topic_id:
            return topic
    known = " ".join(topic.id for topic in TOPICS)
    raise ValueError(f"unknown topic {topic_id!r}; the topics are: {known}")
