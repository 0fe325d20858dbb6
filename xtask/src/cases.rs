//! Files as users have them, read by the native program.

use crate::command::{command, find, run};
use crate::test::{Count, count};
use crate::{Outcome, root};

/// Runs every case of `tests/cases` against a build of the native program. Without Python that is
/// said and nothing is counted.
///
/// # Errors
/// If the program cannot be built, or the check does not run.
pub fn all() -> Outcome<Count> {
    let Some(python) = ["python3", "python"].iter().find_map(|name| find(name)) else {
        println!("skipped: Python is not installed, so the cases of tests/cases are not read");
        return Ok(Count::default());
    };
    run(command("cargo").args(["build", "--bin", "rotation"]))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let program = target.join(format!("debug/rotation{}", std::env::consts::EXE_SUFFIX));
    let mut check = command(&python);
    count(check.arg(root().join("tests/cases/check.py")).arg(program), counts)
}

/// Reads `52 of 53 cases right`.
fn counts(line: &str) -> Count {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.parse::<u64>().ok();
    match words[..] {
        [right, "of", all, "cases", "right"] => match (number(right), number(all)) {
            (Some(right), Some(all)) if right <= all => Count::of(right, all - right),
            _ => Count::default(),
        },
        _ => Count::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_counted() {
        assert_eq!(counts("50 of 52 cases right"), Count::of(50, 2));
        assert_eq!(counts("VXN_as_vix: expected words, found nothing"), Count::default());
    }
}
