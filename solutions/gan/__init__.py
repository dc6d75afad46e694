"""A generative adversarial network on 8x8 digits: two networks, one game.

Theory of operation. The generator G maps noise z ~ N(0, I) to an image, the discriminator D maps an
image to a logit; sigmoid(D) is its probability that the image is real. They play

    min over G, max over D of   E[log sigmoid(D(x))] + E[log(1 - sigmoid(D(G(z))))]

As losses to be *minimised*, both terms of the discriminator's carry a minus sign:

    L_D = -E[log sigmoid(D(x))] - E[log(1 - sigmoid(D(G(z))))]     2 log 2 when D cannot tell

The generator's part of the game, E[log(1 - sigmoid(D(G(z))))], is flat exactly where D is sure that
a sample is fake: its gradient with respect to the logit is -sigmoid(D), which goes to 0. So we
minimise the *non-saturating* loss -E[log sigmoid(D(G(z)))], whose gradient is sigmoid(D) - 1: the
same fixed points, and the largest push where the generator is worst. Everything is computed from
logits, log sigmoid(d) = -softplus(-d), so that no logarithm sees a 0.

A falling loss says nothing here, since each loss is measured against a moving opponent. Progress is
measured from outside: as a distance between generated and real images.

losses.py    the discriminator's loss; the saturating and the non-saturating loss of the generator
networks.py  the two networks
train.py     one step of the game, and the training loop
distance.py  energy distance, Frechet distance
demo.py      digits: samples over time, distances with their two baselines

References: I. Goodfellow et al., Generative Adversarial Nets, 2014, arXiv:1406.2661. A. Radford,
L. Metz, S. Chintala, 2015, arXiv:1511.06434 (Adam with beta_1 = 0.5).
"""

from solutions.gan.distance import energy_distance, frechet_distance
from solutions.gan.losses import discriminator_loss, generator_loss, saturating_generator_loss
from solutions.gan.networks import build_discriminator, build_generator
from solutions.gan.train import gan_step, train_gan

__all__ = [
    "build_discriminator",
    "build_generator",
    "discriminator_loss",
    "energy_distance",
    "frechet_distance",
    "gan_step",
    "generator_loss",
    "saturating_generator_loss",
    "train_gan",
]
