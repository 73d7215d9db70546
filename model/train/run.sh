#!/usr/bin/env bash
# Retrains the bundled model from the corpus: trains, exports, evaluates, and checks the result in llama.cpp.
#   bash model/train/run.sh [minutes] [--resume]
# Debian 12 as root. Minutes are those of two undisturbed processor cores.
set -euo pipefail
cd "$(dirname "$0")"
minutes="${1:-40}"
shift || true

missing=()
for package in python3-torch python3-numpy python3-regex libopenblas0-pthread; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

python=/usr/bin/python3           # Debian's own: another Python on the path does not see Debian's packages
export OMP_WAIT_POLICY=PASSIVE    # waiting threads sleep, so that a shared machine is not wasted on spinning
mkdir -p out

"$python" expand.py
"$python" train.py --minutes "$minutes" "$@" | tee -a out/train.log
"$python" export.py ../kernward.gguf
"$python" evaluate.py | tee out/evaluation.txt

if [ ! -d out/llama/package ]; then
  mkdir -p out/llama
  (cd out/llama && npm pack --silent @node-llama-cpp/linux-x64@3.22.1 >/dev/null && tar xzf ./*.tgz)
fi
"$python" check_llama.py --llama out/llama/package
