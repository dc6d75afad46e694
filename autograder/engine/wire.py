"""The wire between judge and student: typed data, size-capped, no code in it.

A message is a length (4 bytes, big-endian) and one msgpack object. Values come from a closed list:
None, bool, int, float, complex, str, bytes, list, tuple, dict, set, slice, NumPy arrays and scalars
of plain kinds, tensors, and *handles* that stand for an object which stays on the student's side.
Reading a message builds these types and nothing else: nothing is unpickled, evaluated or imported.

This file is the only one that both sides load. It imports no TensorFlow.
"""

from __future__ import annotations

import math
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

import msgpack
import numpy as np

MAX_MESSAGE = 64 * 2**20  # bytes
MAX_DEPTH = 24
MAX_ITEMS = 1_000_000  # in all lists and maps of a message together; larger data go as arrays
MAX_DIMENSIONS = 16
PLAIN_KINDS = "biufcSU"  # bool, int, uint, float, complex, bytes, str

TUPLE, ARRAY, SCALAR, BIG_INT, HANDLE, COMPLEX, SET, SLICE = range(1, 9)


class WireError(ValueError):
    """A message that breaks the rules: too large, too deep, or of a type not on the list."""


class Closed(ConnectionError):
    """The other side is gone."""


class TensorData(np.ndarray):
    """The data of a tensor, on the side where there is no TensorFlow."""

    is_tensor = True

    def numpy(self) -> np.ndarray:
        """Return the plain array."""
        return np.asarray(self)


class Handle:
    """A name for an object on the student's side: its number, its type's name, whether it calls."""

    __slots__ = ("is_callable", "number", "type_name")

    def __init__(self, number: int, type_name: str, is_callable: bool):
        self.number, self.type_name, self.is_callable = number, type_name, is_callable


def encode(value: Any, as_handle: Callable[[Any], Handle | None] = lambda _: None) -> bytes:
    """Return ``value`` as bytes.

    Args:
        value: what to send.
        as_handle: asked for objects that are not on the list; None means that they cannot go.

    Raises:
        WireError: if a part of ``value`` cannot go over the wire, or all of it is too large.
    """
    data = _pack(_tree(value, as_handle, 0))
    if len(data) > MAX_MESSAGE:
        raise WireError(f"the value takes {len(data)} bytes; at most {MAX_MESSAGE} can be sent")
    return data


def decode(
    data: bytes,
    from_handle: Callable[[Handle], Any] = lambda handle: handle,
    make_tensor: Callable[[np.ndarray], Any] = lambda array: array.view(TensorData),
) -> Any:
    """Return the value that ``data`` holds; the inverse of ``encode``.

    Raises:
        WireError: if ``data`` is not a message by the rules above.
    """

    items = 0

    def count(container: Any) -> Any:
        nonlocal items
        items += len(container)
        if items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} items in lists and maps")
        return container

    def extension(code: int, body: bytes, depth: int) -> Any:
        part = unpack(body, depth + 1)
        if code == TUPLE:
            return tuple(part)
        if code == ARRAY:
            is_tensor, array = _read_array(part)
            return make_tensor(array) if is_tensor else array
        if code == SCALAR:
            return _read_array(part)[1][()]
        if code == BIG_INT:
            return int(_text(part, 5000))
        if code == HANDLE:
            number, type_name, is_callable = part
            return from_handle(Handle(int(number), _text(type_name, 200), bool(is_callable)))
        if code == COMPLEX:
            return complex(*part)
        if code == SET:
            return set(part)
        if code == SLICE:
            return slice(*part)
        raise WireError(f"unknown extension {code}")

    def unpack(body: bytes, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")
        return msgpack.unpackb(
            body,
            ext_hook=lambda code, inner: extension(code, inner, depth),
            list_hook=count,
            object_hook=count,
            strict_map_key=False,
            max_array_len=MAX_ITEMS,
            max_map_len=MAX_ITEMS,
        )

    try:
        return unpack(data, 0)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"not a message: {type(error).__name__}: {error}"[:300]) from None


def _pack(tree: Any) -> bytes:
    return msgpack.packb(tree, use_bin_type=True)


def _tree(value: Any, as_handle: Callable, depth: int) -> Any:
    """Return ``value`` in msgpack's own types and extensions."""
    if depth > MAX_DEPTH:
        raise WireError(f"nested more than {MAX_DEPTH} deep")

    def inner(part: Any) -> Any:
        return _tree(part, as_handle, depth + 1)

    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, (int, float, str, bytes)) and not isinstance(value, np.generic):
        value = next(base(value) for base in (int, float, str, bytes) if isinstance(value, base))
    if type(value) is int:
        fits = -(2**63) <= value < 2**63
        return value if fits else msgpack.ExtType(BIG_INT, _pack(str(value)))
    if type(value) in (float, str, bytes):
        return value
    if isinstance(value, np.generic) and value.dtype.kind in PLAIN_KINDS:
        return msgpack.ExtType(SCALAR, _array(np.asarray(value), False))
    if isinstance(value, np.ndarray) and value.dtype.kind in PLAIN_KINDS:
        return msgpack.ExtType(ARRAY, _array(value, getattr(value, "is_tensor", False)))
    if (array := _tensor_array(value)) is not None:
        return msgpack.ExtType(ARRAY, _array(array, True))
    if kind is complex:
        return msgpack.ExtType(COMPLEX, _pack([value.real, value.imag]))
    if isinstance(value, list):
        return [inner(part) for part in value]
    if isinstance(value, tuple):
        return msgpack.ExtType(TUPLE, _pack([inner(part) for part in value]))
    if isinstance(value, dict):
        return {inner(key): inner(part) for key, part in value.items()}
    if isinstance(value, (set, frozenset)):
        return msgpack.ExtType(SET, _pack([inner(part) for part in value]))
    if kind is slice:
        return msgpack.ExtType(SLICE, _pack([inner(value.start), inner(value.stop), value.step]))
    handle = as_handle(value)
    if handle is None:
        raise WireError(f"a {kind.__name__} cannot be sent; send numbers, text, lists or arrays")
    return msgpack.ExtType(HANDLE, _pack([handle.number, handle.type_name, handle.is_callable]))


def _array(array: np.ndarray, is_tensor: bool) -> bytes:
    return _pack([is_tensor, array.dtype.str, list(array.shape), array.tobytes()])


def _read_array(part: Any) -> tuple[bool, np.ndarray]:
    is_tensor, dtype_name, shape, data = part
    dtype = np.dtype(_text(dtype_name, 20))
    if dtype.kind not in PLAIN_KINDS or len(shape) > MAX_DIMENSIONS:
        raise WireError(f"an array of {dtype} and {len(shape)} dimensions cannot be sent")
    if any(type(n) is not int or n < 0 for n in shape):
        raise WireError("an array has a negative size")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("an array's data does not fit its shape")
    return bool(is_tensor), np.frombuffer(data, dtype).reshape(shape).copy()


def _tensor_array(value: Any) -> np.ndarray | None:
    """Return the data of a TensorFlow or Keras tensor or variable, or None for anything else."""
    module = type(value).__module__
    if not module.startswith(("tensorflow", "keras")) or not hasattr(value, "numpy"):
        return None
    try:
        array = np.asarray(value.numpy())
    except Exception:  # a symbolic tensor has no data: it stays behind a handle
        return None
    return array if array.dtype.kind in PLAIN_KINDS else None


def _text(value: Any, longest: int) -> str:
    if type(value) is not str or len(value) > longest:
        raise WireError("a text is missing or too long")
    return value


class Channel:
    """Messages over a stream socket, each with a deadline."""

    def __init__(self, stream: socket.socket):
        self.stream = stream

    def send(self, data: bytes, seconds: float | None = None) -> None:
        """Send one encoded message."""
        self.stream.settimeout(seconds)
        try:
            self.stream.sendall(struct.pack(">I", len(data)) + data)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed("the other side is gone") from error

    def receive(self, seconds: float | None = None) -> bytes:
        """Return the next message.

        Raises:
            TimeoutError: if it is not there within ``seconds``.
            Closed: if the other side is gone.
            WireError: if it is larger than a message may be.
        """
        end = None if seconds is None else time.monotonic() + seconds
        (length,) = struct.unpack(">I", self._exactly(4, end))
        if length > MAX_MESSAGE:
            raise WireError(f"a message of {length} bytes; at most {MAX_MESSAGE} are read")
        return self._exactly(length, end)

    def _exactly(self, length: int, end: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            self.stream.settimeout(None if end is None else max(end - time.monotonic(), 1e-3))
            try:
                part = self.stream.recv(min(length - len(parts), 2**20))
            except ConnectionResetError as error:
                raise Closed("the other side is gone") from error
            if not part:
                raise Closed("the other side is gone")
            parts += part
        return bytes(parts)

    def close(self) -> None:
        """Close the socket."""
        self.stream.close()
