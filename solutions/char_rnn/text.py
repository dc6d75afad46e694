"""The text that the network learns from: what this course says about gradients, in lower case."""

TEXT = """\
a network learns from its mistakes. the loss says how large the mistake is, and the gradient \
says which way is down. every weight takes a small step against its gradient, and the loss \
becomes a little smaller. that is all there is to training, and everything else is about the \
size of the step and the way of the signal.
the signal travels twice. on the way forward the input is turned into activations, layer after \
layer, until the last layer gives an answer. on the way back the error is turned into gradients, \
layer after layer, until the first layer hears what it should change. each layer multiplies the \
gradient by its weights and by the slope of its activation function.
a product of many factors is a dangerous thing. if the factors are a little smaller than one, \
the product vanishes. if the factors are a little larger than one, the product explodes. a deep \
network is a long product, and so the gradient of a deep network vanishes or explodes, unless \
the factors are kept close to one.
when the gradient vanishes, the first layers learn nothing. the last layers learn from features \
that are random, and the loss stays where it is. when the gradient explodes, one step throws the \
weights far away, and the loss becomes larger than before, or it is not a number at all.
the sigmoid has a slope of at most one quarter. ten layers of sigmoids leave less than one part \
in a million of the gradient, if the weights do not make up for it. the slope of tanh is one in \
the middle and small at the ends. the slope of relu is one on the right and zero on the left, so \
that a gradient passes or it does not pass.
a unit that is zero for every input is dead. no example moves its weights, and it will stay dead \
for the rest of the training. a leaky relu has a small slope on the left, so that a dead unit \
can come back to life.
the weights must start at the right size. if they start too small, the signal fades on the way \
forward. if they start too large, the signal grows on the way forward. the right size depends on \
the number of inputs of the layer: the more inputs a layer has, the smaller its weights have to \
be. for the sigmoid and for tanh we use the start of glorot, and for relu we use the start of \
he.
normalization keeps the signal at the right size while the weights change. batch normalization \
takes the mean and the variance over the examples of a batch. layer normalization takes the mean \
and the variance over the units of a layer. both subtract the mean, divide by the root of the \
variance, and let the network choose a new scale and a new shift.
a residual connection adds the input of a block to its output. the gradient has a way around the \
block, and on this way it is not multiplied by anything. that is why a network with a hundred \
blocks can learn, and a network of a hundred layers without them can not.
clipping is a limit on the length of a step. if the norm of the gradient is larger than the \
limit, the gradient is made shorter, and its direction is kept. clipping does not repair a bad \
start, but it keeps one bad batch from throwing away what many good batches have learned.
momentum remembers the direction of the last steps. where the gradient points the same way again \
and again, the steps become longer. where the gradient points back and forth, the steps cancel. \
adam remembers the size of the last gradients as well, and divides by it, so that every weight \
takes a step of about the same length.
the learning rate is the most important number of all. if it is too small, the training takes \
for ever. if it is too large, the loss jumps up and down, or it explodes. a schedule starts with \
a large rate, and makes it smaller when the network comes close to the end. a warm up starts \
with a small rate, because the first gradients are the least reliable.
a recurrent network reads a text one character after the other. its state is a summary of the \
past, and the same weights are used at every step. the gradient goes back through time, step \
after step, and it is a product of as many factors as there are steps. so a recurrent network \
forgets what was said long ago.
the lstm has a cell with gates. the forget gate decides what stays in the cell, the input gate \
decides what is added to the cell, and the output gate decides what is shown. the gru has two \
gates and no cell, and it does almost the same work with fewer weights. where the forget gate is \
open, the gradient passes through time and does not vanish.
attention does not need a chain of states. every position looks at every other position, and \
takes what it needs. the way from one word to another word is one step, no matter how far away \
they are. the price is that every position must be compared with every other position.
to find out what is wrong, measure. look at the norm of the gradient in every layer. look at the \
share of units that are dead, and at the share of units that are saturated. look at the loss \
over time. then change one thing, and measure again. a remedy that was not measured is a hope.
"""
