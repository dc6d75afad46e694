"""Attention: every position reads every other one directly, in one step.

Theory of operation. A recurrent network carries the past through a chain of states, so

    d h_T / d x_t = (product of the Jacobians d h_k / d h_{k-1}, k = t+1 ... T) d h_t / d x_t

is a product of T - t factors: it vanishes or explodes with the distance. Attention replaces the
chain by a weighted mean. The weights are a softmax of scores, and the path from any position to any
output has the same length:

    additive (pooling)    e_t = v . tanh(W h_t + b),    a = softmax(e),    c = sum_t a_t h_t
    scaled dot product    A = softmax(Q K^T / sqrt(d_k)),    output = A V

Attention by itself knows no order: permuting the inputs permutes the outputs. Positions enter as an
encoding that is added to the inputs.

Masks are boolean and say who may be read: True = may attend, everywhere in this package.

scaled_dot_product.py  ``scaled_dot_product_attention``
masks.py               ``causal_mask``, ``padding_mask``, ``check_mask``
pooling.py             ``SimpleAttention``, the additive pooling layer
multi_head.py          ``split_heads``, ``merge_heads``, ``MultiHeadSelfAttention``
transformer.py         ``TransformerBlock``, pre-norm
positions.py           ``positional_encoding``
reach.py               ``gradient_reach``: the norm of d output_T / d input_t over t
demo.py                the demonstration: reach of RNN, LSTM and attention, and a memory task

References: D. Bahdanau, K. Cho, Y. Bengio, ICLR 2015, arXiv:1409.0473 (additive attention).
A. Vaswani et al., "Attention Is All You Need", NeurIPS 2017, arXiv:1706.03762.
"""

from solutions.attention.masks import causal_mask, padding_mask
from solutions.attention.multi_head import MultiHeadSelfAttention, merge_heads, split_heads
from solutions.attention.pooling import SimpleAttention
from solutions.attention.positions import positional_encoding
from solutions.attention.reach import gradient_reach
from solutions.attention.scaled_dot_product import scaled_dot_product_attention
from solutions.attention.transformer import TransformerBlock

__all__ = [
    "MultiHeadSelfAttention",
    "SimpleAttention",
    "TransformerBlock",
    "causal_mask",
    "gradient_reach",
    "merge_heads",
    "padding_mask",
    "positional_encoding",
    "scaled_dot_product_attention",
    "split_heads",
]
