"""TensorFlow's sigmoid, and its symmetry for the slope."""

import tensorflow as tf


def sigmoid(x):
    return tf.math.sigmoid(tf.constant(as_floating(x)))


def sigmoid_derivative(x):
    e = tf.exp(-tf.abs(tf.constant(as_floating(x))))
    return e / (1 + e) ** 2
