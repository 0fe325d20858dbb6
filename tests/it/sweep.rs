//! `rotation sweep` and `rotation goal` as they are typed, on the sample.

use std::path::PathBuf;
use std::process::Command;

use expect_test::expect;

/// What a command prints; after a failure, its exit code and message.
fn run(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
    let output = command.args(arguments).output().unwrap();
    match output.status.success() {
        true => String::from_utf8(output.stdout).unwrap(),
        false => {
            let message = String::from_utf8(output.stderr).unwrap();
            format!("{}: {message}", output.status.code().unwrap())
        }
    }
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The last two years of the sample, which are read in a moment.
const BEGIN: &str = "{\"from\": \"2017-01-03\"}";

#[test]
fn a_sweep_does_not_depend_on_the_number_of_threads() {
    let scenario = file("sweep.json");
    std::fs::write(&scenario, BEGIN).unwrap();
    let sweep = |threads: &str| {
        let out = file(&format!("sweep{threads}.csv"));
        let field = ["rebalance threshold=2..20:3", "maximum per profile=20..110:4"];
        let printed = run(&[
            "sweep",
            "--sample",
            "--scenario",
            scenario.to_str().unwrap(),
            "--threads",
            threads,
            "--field",
            field[0],
            "--field",
            field[1],
            "--out",
            out.to_str().unwrap(),
        ]);
        (printed, std::fs::read_to_string(out).unwrap())
    };
    let (printed, table) = sweep("1");
    assert_eq!((printed.clone(), table.clone()), sweep("3"));
    assert_eq!(table.lines().count(), 13, "a header and twelve cells");
    assert_eq!(table.matches("expected 1 to 100 %, found 110").count(), 3);
    expect![[r#"
        9 of 12 scenarios ran
        peak: Sharpe ratio -0.9826 at rebalance threshold 11 %, maximum per profile 20 %
        deflated Sharpe ratio: 0.5 % likely that the best one is above what the best of 8 without skill would have
    "#]].assert_eq(&printed);
}

#[test]
fn a_goal_names_the_value_or_says_that_none_reaches_it() {
    let scenario = file("goal.json");
    std::fs::write(&scenario, BEGIN).unwrap();
    let goal = |bound: &str| {
        let printed = run(&[
            "goal",
            "--sample",
            "--scenario",
            scenario.to_str().unwrap(),
            "--field",
            "maximum per profile=10..90:5",
            "--measure",
            "max drawdown",
            "--bound",
            bound,
        ]);
        printed.lines().last().unwrap().to_owned()
    };
    expect!["maximum per profile: 14.6875 % reaches the goal"].assert_eq(&goal("-0.05"));
    expect!["maximum per profile: none of the values tried reaches the goal"]
        .assert_eq(&goal("0.5"));
}

#[test]
fn what_cannot_be_swept_is_said() {
    let sweep = |field: &str, more: &[&str]| {
        let out = file("never.csv");
        let arguments = ["sweep", "--sample", "--field", field, "--out", out.to_str().unwrap()];
        let message = run(&[&arguments, more].concat());
        message.split("; they are").next().unwrap().trim().to_owned()
    };
    expect![[r#"2: rotation: --field: expected a label, found "rebalance""#]]
        .assert_eq(&sweep("rebalance=2..20", &[]));
    expect![[r#"2: rotation: --field: expected `label=first..last:steps`, found "rebalance threshold"; write it like that"#]].assert_eq(&sweep("rebalance threshold", &[]));
    expect!["2: rotation: rebalance threshold: expected a first value below the last, found none; widen the range"].assert_eq(&sweep("rebalance threshold=20..2", &[]));
    expect![
        "2: rotation: rebalance threshold: expected at least 2 values, found 1; choose more steps"
    ]
    .assert_eq(&sweep("rebalance threshold=2..20:1", &[]));
    expect!["2: rotation: expected 2 to 10000 scenarios, found 20000; choose other steps"]
        .assert_eq(&sweep("rebalance threshold=2..20:20000", &[]));
    expect![[r#"2: rotation: --measure: expected a figure, found "luck""#]]
        .assert_eq(&sweep("rebalance threshold=2..20", &["--measure", "luck"]));
}
