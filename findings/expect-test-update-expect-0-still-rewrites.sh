#!/usr/bin/env bash
# expect-test 1.5.1: UPDATE_EXPECT=0 rewrites expectations, as UPDATE_EXPECT=1 does.
#
# Only the presence of the variable counts. Whoever exports UPDATE_EXPECT=0 to be sure that golden
# values of a backtest are compared, in CI for example, has them overwritten, and the test passes.
#
# Seen on 2026-11-30 with rustc 1.95.0:
#   without the variable: the test fails; with UPDATE_EXPECT=0: the test passes and the source reads 2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --lib --name finding --vcs none
echo 'expect-test = "=1.5.1"' >> Cargo.toml
cat > src/lib.rs <<'R'
#[test]
fn golden() {
    expect_test::expect!["1"].assert_eq("2");
}
R
unset UPDATE_EXPECT
if cargo test --quiet > /dev/null 2>&1; then first=passes; else first=fails; fi
if UPDATE_EXPECT=0 cargo test --quiet > /dev/null 2>&1; then second=passes; else second=fails; fi
found=$(grep -o 'expect!\["[0-9]"\]' src/lib.rs | grep -o '[0-9]')
seen="without the variable: the test $first; with UPDATE_EXPECT=0: the test $second and the source reads $found"
echo "$seen"
[ "$seen" = "without the variable: the test fails; with UPDATE_EXPECT=0: the test passes and the source reads 2" ] || { echo "changed"; exit 1; }
