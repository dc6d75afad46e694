"""Meta-learning with MAML: an initialisation from which a few gradient steps are enough.

Theory of operation. A task i is a small regression problem with a support set (to learn from) and
a query set (to be judged on). Starting from shared parameters theta,

    phi_0 = theta,    phi_{k+1} = phi_k - alpha * grad L_support(phi_k)        the inner loop
    J(theta) = mean over tasks of L_query(phi_K)                               the meta-loss
    theta <- theta - beta * dJ / dtheta                                        the outer loop

phi_K is a function of theta, so dJ/dtheta goes *through* the inner steps: for one step it is
(I - alpha * H) grad L_query(phi_1), with H the Hessian of the support loss at theta. Leaving H out
is the first-order approximation. Both need parameters that are values, not layers that are assigned
to (an assignment cuts the path), so everything here is a function of a list of tensors.

network.py     the network as a function of its parameters, and the loss of a task
inner.py       the inner loop: ``inner_update``
outer.py       ``meta_loss``, its gradient, the meta-step, and ``MAML``, which keeps them together
sinusoids.py   the tasks: sine waves of random amplitude and phase
adaptation.py  query loss after each inner step, from any start
demo.py        the demonstration: MAML against joint training and a random start

Reference: C. Finn, P. Abbeel, S. Levine, "Model-Agnostic Meta-Learning for Fast Adaptation of Deep
Networks", ICML 2017, arXiv:1703.03400.
"""

from solutions.maml.adaptation import adaptation_curve
from solutions.maml.inner import inner_update
from solutions.maml.network import forward, initial_params, task_loss
from solutions.maml.outer import MAML, meta_gradient, meta_loss, meta_step
from solutions.maml.sinusoids import Task, sample_task, sinusoid_task

__all__ = [
    "MAML",
    "Task",
    "adaptation_curve",
    "forward",
    "initial_params",
    "inner_update",
    "meta_gradient",
    "meta_loss",
    "meta_step",
    "sample_task",
    "sinusoid_task",
    "task_loss",
]
