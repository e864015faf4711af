#!/bin/sh
# Generates the parser after a change of grammar.js, and records what it was generated from.
# Needs the tree-sitter command line (https://tree-sitter.github.io); a build of the project does not.
set -eu
cd "$(dirname "$0")"
tree-sitter generate
sha256sum grammar.js src/grammar.json src/node-types.json src/parser.c >src/generated.sha256
