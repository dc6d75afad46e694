"""The wire carries exactly its closed list of types, and takes nothing else for an answer."""

from __future__ import annotations

import contextlib
import pickle
import socket
import threading

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.engine import wire

DTYPES = st.one_of(
    hnp.floating_dtypes(),
    hnp.integer_dtypes(),
    hnp.unsigned_integer_dtypes(),
    hnp.complex_number_dtypes(),
    st.just(np.dtype(bool)),
    hnp.unicode_string_dtypes(max_len=5),
).filter(lambda dtype: dtype.itemsize < 16 or dtype.kind == "U")
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), TEXT),
    st.binary(),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(TEXT, st.integers(), st.booleans()), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_plain_values_come_back_as_they_were(value):
    back = wire.decode(wire.encode(value))
    assert repr(back) == repr(value)  # repr: NaN equals itself, and True is not 1


@settings(max_examples=200, deadline=None)
@given(ARRAYS)
def test_arrays_come_back_bit_for_bit(array):
    back = wire.decode(wire.encode([array]))[0]
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()
    assert back.flags.writeable


@pytest.mark.parametrize("value", [np.float32(1.5), np.int64(-3), np.bool_(True), np.str_("ab")])
def test_numpy_scalars_keep_their_type(value):
    back = wire.decode(wire.encode(value))
    assert back == value
    assert back.dtype == value.dtype


def test_a_tensor_arrives_as_one():
    class Tensor(np.ndarray):
        is_tensor = True

    sent = np.arange(3.0).view(Tensor)
    back = wire.decode(wire.encode(sent))
    assert isinstance(back, wire.TensorData)
    assert back.numpy().tolist() == [0.0, 1.0, 2.0]


def test_what_is_not_on_the_list_needs_a_handle():
    with pytest.raises(wire.WireError, match="a object cannot be sent"):
        wire.encode(object())
    back = wire.decode(wire.encode([object()], lambda _: wire.Handle(7, "object", False)))
    assert (back[0].number, back[0].type_name, back[0].is_callable) == (7, "object", False)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        pickle.dumps({"a": 1}),
        msgpack.packb(1) + b"x",
        msgpack.packb(msgpack.ExtType(77, b"\x01")),
        msgpack.packb(msgpack.ExtType(wire.ARRAY, msgpack.packb([False, "|O", [1], b"12345678"]))),
        msgpack.packb(msgpack.ExtType(wire.ARRAY, msgpack.packb([False, "<f8", [2], b"12345678"]))),
        msgpack.packb(msgpack.ExtType(wire.ARRAY, msgpack.packb([False, "<f8", [-1], b""]))),
        msgpack.packb(msgpack.ExtType(wire.ARRAY, msgpack.packb([False, "<f8", [0] * 40, b""]))),
        msgpack.packb(msgpack.ExtType(wire.BIG_INT, msgpack.packb("9" * 10_000))),
        msgpack.packb(msgpack.ExtType(wire.TUPLE, msgpack.packb(5))),
        b"\x91" * 100_000 + b"\xc0",
        b"\xdd\xff\xff\xff\xff\xc0",
    ],
)
def test_what_is_no_message_is_refused(data):
    with pytest.raises(wire.WireError):
        wire.decode(data)


def test_depth_and_number_of_items_are_limited():
    deep: tuple = ()
    for _ in range(wire.MAX_DEPTH + 2):
        deep = (deep,)
    with pytest.raises(wire.WireError, match="deep"):
        wire.encode(deep)
    many = msgpack.packb([[0] * 100_000] * 11)
    with pytest.raises(wire.WireError, match="items"):
        wire.decode(many)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_never_do_more_than_fail(data):
    with contextlib.suppress(wire.WireError):
        wire.decode(data)


def test_a_channel_keeps_messages_apart_and_deadlines():
    ours, theirs = socket.socketpair()
    near, far = wire.Channel(ours), wire.Channel(theirs)
    sender = threading.Thread(target=lambda: [far.send(b"a" * n) for n in (0, 1, 3_000_000)])
    sender.start()
    assert [len(near.receive(5)) for _ in range(3)] == [0, 1, 3_000_000]
    sender.join()
    with pytest.raises(TimeoutError):
        near.receive(0.05)
    far.close()
    with pytest.raises(wire.Closed):
        near.receive(1)


def test_a_channel_refuses_a_message_that_is_too_long():
    ours, theirs = socket.socketpair()
    theirs.sendall(b"\xff\xff\xff\xff")
    with pytest.raises(wire.WireError, match="at most"):
        wire.Channel(ours).receive(1)
