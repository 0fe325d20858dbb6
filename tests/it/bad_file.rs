//! One file that cannot be read among others of its kind: it is left out and named, or all are
//! refused where that is asked for.

use std::path::PathBuf;
use std::process::Command;

use expect_test::expect;

fn file(name: &str, content: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bad_file");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// The exit code and what was said on standard error.
fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rotation")).args(arguments).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    format!("{}: {message}", output.status.code().unwrap())
}

const GOOD: &str = "date,open,high,low,close\n2024-01-02,10,11,9,10\n2024-01-03,10,12,9,11\n";
const LATER: &str = "date,open,high,low,close\n2024-01-04,10,11,9,10\n2024-01-05,10,12,9,11\n";
const BAD: &str = "name,colour\nanna,red\nbert,blue\n";

#[test]
fn a_file_that_cannot_be_read_is_left_out_beside_others_and_named() {
    let [good, bad, later] =
        [("good.csv", GOOD), ("bad.csv", BAD), ("later.csv", LATER)].map(|(n, c)| file(n, c));
    let [out, report] = ["out.csv", "report.csv"].map(|name| file(name, ""));
    let import = |files: &[&String], more: &[&str]| {
        let mut arguments = vec!["import"];
        arguments.extend(files.iter().map(|file| file.as_str()));
        arguments.extend(["--out", &out, "--report", &report]);
        arguments.extend(more);
        run(&arguments)
    };
    for files in [[&good, &bad, &later], [&bad, &later, &good]] {
        let said = import(&files, &[]);
        assert!(said.starts_with("0: rotation: a file is left out: bad.csv line 1: "), "{said}");
        assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 5, "both good files");
        assert!(std::fs::read_to_string(&report).unwrap().contains("bad.csv"));
    }
    expect![[r#"
        2: rotation: bad.csv line 1: expected a header such as date,open,high,low,close, found "name,colour"; put the names of the columns on the first line (or name the columns: --columns date,open,high,low,close)
    "#]].assert_eq(&import(&[&good, &bad], &["--strict"]));
    // Of one file nothing is left.
    expect![[r#"
        2: rotation: bad.csv line 1: expected a header such as date,open,high,low,close, found "name,colour"; put the names of the columns on the first line (or name the columns: --columns date,open,high,low,close)
    "#]].assert_eq(&import(&[&bad], &[]));
    assert!(
        std::fs::read_to_string(&report).unwrap().contains("bad.csv"),
        "the report all the same"
    );
}
