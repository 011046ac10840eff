"""Writes the graph of the 8-bit all-MiniLM-L6-v2 anew, fused for one thread and short texts, around the weights it has.

    pip install numpy==2.4.6 onnx==1.23.2 onnxruntime==1.30.0
    python models/fuse.py SOURCE.onnx models/all-MiniLM-L6-v2/onnx

SOURCE.onnx is all-minilm-l6-v2-q.onnx of the artifact that models/README.md names. No weight is quantised again. What differs:

- query, key and value are one product, so that a layer quantises its input once and not three times;
- attention is one operator, and its mask is gone: a run is one text, which never is padded;
- GELU is the approximation by tanh;
- the embeddings of positions and of the one token type are added here.

Beside the weights lies each matrix as the kernels of x86-64 read it, so that threads map that too. A runtime that would pack
it otherwise sees so by its hash and packs a copy of its own.
"""

import hashlib
import os
import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256 = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"
GRAPH = "model_quantized.onnx"
WEIGHTS = "model_quantized.onnx_data"

LAYERS = 6
HEADS = 12
DIMENSIONS = 384
MICROSOFT = "com.microsoft"


class Source:
    """The initializers of the source, and its matrices, which it numbers in the order of their use."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        suffix = "_quantized"
        names = [name.removesuffix(suffix) for name in self.tensors if name.startswith("onnx::MatMul_") and name.endswith(suffix)]
        self.matrices = sorted(names, key=lambda name: int(name.split("_")[1]))
        if len(self.matrices) != 6 * LAYERS:
            sys.exit(f"expected {6 * LAYERS} matrices, found {len(self.matrices)}")

    def matrix(self, layer: int, *which: int) -> tuple[np.ndarray, np.ndarray]:
        """Matrices of a layer, side by side, and a scale for each column; 0 to 5: query, key, value, out, inner, outer."""
        names = [self.matrices[6 * layer + index] for index in which]
        if any(self.tensors[f"{name}_zero_point"].any() for name in names):
            sys.exit("expected weights that are symmetric about zero")
        columns = [self.tensors[f"{name}_quantized"] for name in names]
        return np.concatenate(columns, axis=1), np.concatenate([self.tensors[f"{name}_scale"] for name in names])

    def floats(self, name: str) -> np.ndarray:
        zero_point = self.tensors[f"{name}_zero_point"].astype(np.float32)
        return (self.tensors[f"{name}_quantized"].astype(np.float32) - zero_point) * self.tensors[f"{name}_scale"]


class Graph:
    """Nodes and initializers under construction; a node is called as its first output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], *outputs: str, domain: str = "", **attributes) -> str:
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return outputs[0]

    def product(self, x: str, name: str, matrix: tuple[np.ndarray, np.ndarray], bias: np.ndarray) -> str:
        """x, quantised by its own range, times the matrix, plus the bias."""
        weight, scale = matrix
        constants = [self.constant(f"{name}.weight", weight), self.constant(f"{name}.scale", scale)]
        inputs = [x, *constants, "", self.constant(f"{name}.bias", bias)]
        return self.node("DynamicQuantizeMatMul", inputs, name, domain=MICROSOFT)

    def normalised_sum(self, left: str, right: str, name: str, gamma: np.ndarray, beta: np.ndarray) -> str:
        # Two nodes: SkipLayerNormalization does it in one, but its kernel takes three times as long.
        total = self.node("Add", [left, right], f"{name}.sum")
        inputs = [total, self.constant(f"{name}.gamma", gamma), self.constant(f"{name}.beta", beta)]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=1e-12)


def embeddings(graph: Graph, source: Source) -> str:
    words = "embeddings.word_embeddings.weight"
    rows = graph.node("Gather", [graph.constant("words", source.tensors[f"{words}_quantized"]), "input_ids"], "word.8bit", axis=0)
    scale = graph.constant("words.scale", source.tensors[f"{words}_scale"])
    zero_point = graph.constant("words.zero_point", source.tensors[f"{words}_zero_point"])
    word = graph.node("DequantizeLinear", [rows, scale, zero_point], "word")

    token_type = source.floats("embeddings.token_type_embeddings.weight")[0]
    positions = source.floats("embeddings.position_embeddings.weight") + token_type
    zero, one = (graph.constant(name, np.array([value], np.int64)) for name, value in (("zero", 0), ("one", 1)))
    tokens = graph.node("Shape", ["input_ids"], "tokens", start=1, end=2)
    position = graph.node("Slice", [graph.constant("positions", positions[np.newaxis]), zero, tokens, one], "position")

    norm = "embeddings.LayerNorm"
    return graph.normalised_sum(
        word, position, "embedded", source.tensors[f"{norm}.weight"], source.tensors[f"{norm}.bias"]
    )


def layer(graph: Graph, source: Source, index: int, x: str, output: str) -> str:
    def tensor(name: str) -> np.ndarray:
        return source.tensors[f"encoder.layer.{index}.{name}"]

    name = f"layer.{index}"
    bias = np.concatenate([tensor(f"attention.self.{part}.bias") for part in ("query", "key", "value")])
    projected = graph.product(x, f"{name}.projected", source.matrix(index, 0, 1, 2), bias)
    heads = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.node("Split", [projected, "thirds"], *heads, axis=2)
    attention = graph.node("Attention", heads, f"{name}.attention", q_num_heads=HEADS, kv_num_heads=HEADS)
    out = graph.product(attention, f"{name}.out", source.matrix(index, 3), tensor("attention.output.dense.bias"))
    norm = "attention.output.LayerNorm"
    attended = graph.normalised_sum(out, x, f"{name}.attended", tensor(f"{norm}.weight"), tensor(f"{norm}.bias"))

    inner = graph.product(attended, f"{name}.inner", source.matrix(index, 4), tensor("intermediate.dense.bias"))
    gelu = graph.node("Gelu", [inner], f"{name}.gelu", approximate="tanh")
    outer = graph.product(gelu, f"{name}.outer", source.matrix(index, 5), tensor("output.dense.bias"))
    norm = "output.LayerNorm"
    return graph.normalised_sum(outer, attended, output, tensor(f"{norm}.weight"), tensor(f"{norm}.bias"))


def fused(source: Source) -> onnx.ModelProto:
    graph = Graph()
    x = embeddings(graph, source)
    graph.constant("thirds", np.array([DIMENSIONS] * 3, np.int64))
    for index in range(LAYERS):
        x = layer(graph, source, index, x, "last_hidden_state" if index == LAYERS - 1 else f"layer.{index}.output")
    token_ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
    states = helper.make_tensor_value_info(x, TensorProto.FLOAT, [1, "tokens", DIMENSIONS])
    return helper.make_model(
        helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", [token_ids], [states], graph.initializers),
        opset_imports=[helper.make_opsetid("", 23), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=10,
    )


def save_packed(model: onnx.ModelProto, folder: pathlib.Path) -> None:
    """Has the runtime write the model as it is, with its weights and their packed form in a file beside it."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.optimized_model_filepath = str(folder / GRAPH)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", WEIGHTS)
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    options.add_session_config_entry("session.save_external_prepacked_constant_initializers", "1")
    onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def main(source: pathlib.Path, folder: pathlib.Path) -> None:
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        sys.exit(f"{source} is not the model that models/README.md names")
    model = fused(Source(onnx.load_from_string(content)))
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        save_packed(model, pathlib.Path(fresh))
        for name in (GRAPH, WEIGHTS):
            os.replace(pathlib.Path(fresh) / name, folder / name)
            os.chmod(folder / name, 0o644)
            print(hashlib.sha256((folder / name).read_bytes()).hexdigest(), name)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
