"""A character-level language model: given the text so far, how likely is each next character?

Theory of operation
-------------------
A text of characters c_1 ... c_T is turned into integers, cut into windows, and read by a recurrent
network that gives logits for the next character at *every* position, so one window of length n
teaches n predictions (teacher forcing: the network always reads the true past).

    loss = -(1/n) sum_t log p(c_{t+1} | c_1 ... c_t)           nats a character
    perplexity = exp(loss)                                     "as unsure as among this many"

Perplexity needs something to be compared with. Knowing nothing, it is the number of characters in
the vocabulary; knowing how frequent they are (*unigram*), the exponential of their entropy; knowing
the last one (*bigram*), less. A recurrent network has learned something about the past only if it
beats the bigram on text that it was not trained on.

To write, sample the next character, append it, repeat. Logits are divided by a *temperature* first:
below 1 the likely gets likelier (0: always the likeliest), above 1 all become more alike.

``text.py``        the text: about gradients, in lower case
``vocabulary.py``  characters to integers and back; windows
``perplexity.py``  perplexity, and the uniform, unigram and bigram baselines
``model.py``       embedding, LSTM or GRU, logits
``sampling.py``    temperature, sampling, writing
``study.py``       one training run, stopped early and measured
``demo.py``        LSTM and GRU against the baselines, and what they write
"""

from solutions.char_rnn.model import build_char_model
from solutions.char_rnn.perplexity import bigram_perplexity, perplexity, unigram_perplexity
from solutions.char_rnn.sampling import generate, sample, tempered_probabilities
from solutions.char_rnn.text import TEXT
from solutions.char_rnn.vocabulary import decode, encode, vocabulary, windows

__all__ = [
    "TEXT",
    "bigram_perplexity",
    "build_char_model",
    "decode",
    "encode",
    "generate",
    "perplexity",
    "sample",
    "tempered_probabilities",
    "unigram_perplexity",
    "vocabulary",
    "windows",
]
