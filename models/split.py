"""Moves the weights of the 8-bit all-MiniLM-L6-v2 out of its graph, into a file that every thread maps instead of copying.

    pip install onnx==1.23.2
    python models/split.py SOURCE.onnx models/all-MiniLM-L6-v2/onnx

SOURCE.onnx is all-minilm-l6-v2-q.onnx of the artifact that models/README.md names. Nothing is computed: graph, weights and
vectors stay as they are.
"""

import hashlib
import os
import pathlib
import sys

import onnx

SOURCE_SHA256 = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"
GRAPH = "model_quantized.onnx"
WEIGHTS = "model_quantized.onnx_data"


def main(source: pathlib.Path, folder: pathlib.Path) -> None:
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        sys.exit(f"{source} is not the model that models/README.md names")
    # The writer appends to weights that are there.
    (folder / WEIGHTS).unlink(missing_ok=True)
    onnx.save_model(
        onnx.load_from_string(content),
        folder / GRAPH,
        save_as_external_data=True,
        location=WEIGHTS,
        size_threshold=1024,
    )
    for name in (GRAPH, WEIGHTS):
        os.chmod(folder / name, 0o644)
        print(hashlib.sha256((folder / name).read_bytes()).hexdigest(), name)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
